-- What the stopwatch says of a call. Times in milliseconds; null where not measured.
ALTER TABLE request_log ADD COLUMN inter_token REAL; -- mean time between tokens
ALTER TABLE request_log ADD COLUMN longest_gap REAL; -- between two pieces of text
ALTER TABLE request_log ADD COLUMN connect REAL; -- to the server; 0 on a kept connection
ALTER TABLE request_log ADD COLUMN bytes_sent INTEGER;
ALTER TABLE request_log ADD COLUMN bytes_received INTEGER;
ALTER TABLE request_log ADD COLUMN estimated INTEGER NOT NULL DEFAULT 0; -- tokens counted by us

ALTER TABLE metric_step ADD COLUMN inter_token BLOB; -- HdrHistogram of microseconds, compressed
ALTER TABLE metric_step ADD COLUMN queued BLOB;
