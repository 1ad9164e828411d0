-- The coordinator, whose socket is in :host, and its workers.
SET client_min_messages = error;
SELECT citus_set_coordinator_host(:'host', 6000);
SELECT citus_add_node(:'host', 6001);
SELECT citus_add_node(:'host', 6002);
CREATE EXTENSION customers;
ALTER DATABASE contrib_regression SET lc_messages TO 'C';
ALTER DATABASE contrib_regression SET lc_monetary TO 'C';
ALTER DATABASE contrib_regression SET lc_numeric TO 'C';
ALTER DATABASE contrib_regression SET lc_time TO 'C';
ALTER DATABASE contrib_regression SET bytea_output TO 'hex';
