-- name: notify_other_party
-- What the order has come to is the category. FOR UPDATE, since the lease is changed next: a shared lock that is raised
-- then waits for who came between.
INSERT INTO joingateexchange.notification
       (receiver_account, category, notice_millis, order_id, permission_name, join_eui)
SELECT IF(o.owner_account = :caller, o.renter_account, o.owner_account),
       CONCAT('JOIN_PERMISSION_AUTH_', o.order_state), :now, o.order_id, l.permission_name, l.join_eui
  FROM joingateexchange.auth_order AS o
  JOIN joingateexchange.lease AS l ON l.order_id = o.order_id
 WHERE o.order_id = :order
   AND :caller IN (o.owner_account, o.renter_account)
   FOR UPDATE;

-- list: notifications
-- by: notice_millis, notification_id
SELECT n.notification_id, n.category, n.handle_state, n.notice_millis, n.handled_millis, n.permission_name, n.join_eui,
       n.gw_eui, n.event_millis, n.alarm_detail, o.order_id, o.permission_id, o.owner_account, o.renter_account,
       o.order_state, o.applying_millis, o.accepted_millis, o.rejected_millis, o.canceled_millis
  FROM joingateexchange.notification AS n
  LEFT JOIN joingateexchange.auth_order AS o
    ON o.order_id = n.order_id
   AND :caller IN (o.owner_account, o.renter_account)
 WHERE n.receiver_account = :caller
-- given: notification
   AND n.notification_id = :notification
-- given: categories
   AND FIND_IN_SET(n.category, :categories) > 0
-- given: handle_state
   AND n.handle_state = :handle_state
-- given: begin_millis
   AND n.notice_millis >= :begin_millis
-- given: end_millis
   AND n.notice_millis <= :end_millis;

-- name: notification_of_anybody
-- No locking read: where there is no such notification, it would lock the gap in which all accounts' are added.
SELECT receiver_account = :caller AS own
  FROM joingateexchange.notification
 WHERE notification_id = :notification;

-- name: handle_notification
-- By the id alone: a range of another index would lock the gaps in which others' notifications are added.
UPDATE joingateexchange.notification FORCE INDEX (PRIMARY)
   SET handle_state = :handle_state,
       handled_millis = IF(:handle_state = 'HANDLED', :now, NULL),
       version = version + 1
 WHERE notification_id = :notification
   AND receiver_account = :caller
   AND handle_state <> :handle_state;
