-- What CheckUserChargeStatus answers; an operator sets it, nothing is charged here.
ALTER TABLE account
  ADD COLUMN in_arrearage BOOLEAN NOT NULL DEFAULT FALSE;
