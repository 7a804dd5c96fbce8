-- What every observation has said at every time that it was held, with the key of its fact: what points are made of.
-- grain: observation_id, held_from

CREATE OR REPLACE MACRO said_ever() AS TABLE
WITH read_ever AS NOT MATERIALIZED (
    SELECT * FROM readings_ever() WHERE verdict IS DISTINCT FROM 'wrong'
)

SELECT
    key_hash, key_id,
    {
        'metric': metric, 'kind': kind, 'commodity': commodity, 'exporter': exporter, 'importer': importer,
        'area': area, 'stage': stage, 'share_of': share_of, 'grade': grade, 'status': status, 'subject': subject_key,
        'unit': unit, 'period_start': CASE WHEN has_period THEN period_start END,
        'period_end': CASE WHEN has_period THEN period_end END
    } AS slots,
    observation_id, article_id, origin_id, language, published, attribution, start_char, value, low, high, comparator,
    value_from, value_to, width, said_on, held_from, held_until
FROM spans_of('read_ever');
COMMENT ON MACRO TABLE said_ever IS 'said_ever(): what every observation has said, at every time that it was held, with the key of its fact. Grain: observation_id, held_from.';
