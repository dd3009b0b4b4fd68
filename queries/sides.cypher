// question: Who supports and who opposes a topic?
// note: A negated support counts as opposition and the other way round; only asserted claims.
// param: topic string -- name, or part of it
// example: kg query sides --param topic=sanctions --from news.kgl
MATCH (s:Actor)-[r:SUPPORTS|OPPOSES|REJECTS|RULES_OUT|WANTS|DEMANDS|PROPOSES|ENDORSES|PROMISES|REFUSES]->(o)
WHERE toLower(o.name) CONTAINS toLower($topic) AND r.modality IN ['asserted', 'intended']
WITH s, r, o, type(r) IN ['SUPPORTS', 'WANTS', 'DEMANDS', 'PROPOSES', 'ENDORSES', 'PROMISES'] AS positive
RETURN s.name AS actor, CASE WHEN positive <> r.negated THEN 'for' ELSE 'against' END AS side,
       type(r) AS predicate, r.negated AS negated, o.name AS topic, r.articles AS articles, r.last AS last, r.id AS claim
ORDER BY side, actor, predicate, topic, claim
