// question: Which topics does an actor speak for in one claim and against in another?
// note: Across predicates: supports beside opposes, promises beside refuses; a negated claim counts on the other side.
// param: actor string -- name, or part of it
// example: kg query wavering --param actor=Trump --from news.kgl
MATCH (s:Actor)-[f:SUPPORTS|WANTS|DEMANDS|PROPOSES|ENDORSES|PROMISES|OPPOSES|REJECTS|RULES_OUT|REFUSES|CRITICIZES]->(o)
WHERE toLower(s.name) CONTAINS toLower($actor)
  AND (type(f) IN ['SUPPORTS', 'WANTS', 'DEMANDS', 'PROPOSES', 'ENDORSES', 'PROMISES']) <> f.negated
MATCH (s)-[g:SUPPORTS|WANTS|DEMANDS|PROPOSES|ENDORSES|PROMISES|OPPOSES|REJECTS|RULES_OUT|REFUSES|CRITICIZES]->(o)
WHERE (type(g) IN ['SUPPORTS', 'WANTS', 'DEMANDS', 'PROPOSES', 'ENDORSES', 'PROMISES']) = g.negated
RETURN s.name AS actor, o.name AS topic, type(f) AS for, f.negated AS for_negated, f.first AS for_first,
       type(g) AS against, g.negated AS against_negated, g.first AS against_first, f.id AS claim, g.id AS other
ORDER BY actor, topic, claim, other
