// question: Which topics divide the actors most?
// note: Actors for and against by their asserted claims; topics with both sides, the more even ones first.
// param: limit integer = 30 -- rows at most
// example: kg query divided --from news.kgl
MATCH (s:Actor)-[r:SUPPORTS|WANTS|DEMANDS|PROPOSES|ENDORSES|PROMISES|OPPOSES|REJECTS|RULES_OUT|REFUSES|CRITICIZES]->(o:Topic)
WHERE r.modality IN ['asserted', 'intended']
WITH o, s, (type(r) IN ['SUPPORTS', 'WANTS', 'DEMANDS', 'PROPOSES', 'ENDORSES', 'PROMISES']) <> r.negated AS positive
WITH o, count(DISTINCT CASE WHEN positive THEN s.id END) AS for, count(DISTINCT CASE WHEN NOT positive THEN s.id END) AS against
WHERE for > 0 AND against > 0
RETURN o.name AS topic, for, against, o.id AS id
ORDER BY CASE WHEN for < against THEN for ELSE against END DESC, topic, id
LIMIT $limit
