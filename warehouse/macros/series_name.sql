-- The readable name of a series: seven slots between colons, "-" where a slot is empty.
-- grain: one value

-- metric:kind:stage or share_of:status:commodity[grade]:EXPORTER>IMPORTER or AREA, [subject]:unit
-- With both parties and an area the area follows an @; a colon inside a grade or subject becomes a space.
CREATE OR REPLACE MACRO series_name(
    of_metric, of_kind, of_stage, of_share, of_status, of_commodity, of_grade, of_exporter, of_importer, of_area, of_subject, of_unit
) AS (
    concat_ws(
        ':',
        of_metric,
        of_kind,
        coalesce(of_stage, of_share, '-'),
        of_status,
        of_commodity || coalesce('[' || replace(of_grade, ':', ' ') || ']', ''),
        CASE
            WHEN of_exporter IS NULL AND of_importer IS NULL THEN coalesce(of_area, '-')
            ELSE coalesce(of_exporter, '-') || '>' || coalesce(of_importer, '-') || coalesce('@' || of_area, '')
        END || coalesce('[' || replace(of_subject, ':', ' ') || ']', ''),
        of_unit
    )
);
COMMENT ON MACRO series_name IS 'The name of a series, metric:kind:stage or share_of:status:commodity[grade]:EXPORTER>IMPORTER or AREA[subject]:unit, with - for an empty slot.';
