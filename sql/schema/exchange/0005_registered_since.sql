-- tuple_version: of the registry's row by whose PIN the node was taken; what the operator has registered since is for
-- who knows the new PIN. Of nodes from before this column it is not known, so they count as taken by the present one.
ALTER TABLE node
  ADD COLUMN tuple_version INT NOT NULL DEFAULT 1 AFTER bound_millis;

UPDATE node JOIN node_tuple ON node_tuple.dev_eui = node.dev_eui
   SET node.tuple_version = node_tuple.version;

-- Counts by category read the index alone.
ALTER TABLE notification
  DROP KEY by_receiver,
  ADD KEY by_receiver (receiver_account, notice_millis, notification_id, category),
  DROP KEY by_state,
  ADD KEY by_state (receiver_account, handle_state, notice_millis, notification_id, category);
