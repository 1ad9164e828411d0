-- remember.sql
--
-- Word $2 of field $1 means $3; written by remember.c.


--@ add word
INSERT INTO @schema@.customer_value_words (field, word, value)
VALUES ($1, $2, $3)
ON CONFLICT (field, word) DO NOTHING

--@ change word
UPDATE @schema@.customer_value_words
SET value = $3
WHERE field = $1 AND word = $2 AND value IS DISTINCT FROM $3
