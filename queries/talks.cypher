// question: Who meets, talks or negotiates with whom?
// note: Only claims that are not negated; modality is shown.
// param: limit integer = 50 -- rows at most
// example: kg query talks --from news.kgl
MATCH (s:Actor)-[r:MEETS|TALKS_WITH|NEGOTIATES_WITH|VISITS|HOSTS]->(o)
WHERE NOT r.negated
RETURN s.name AS actor, type(r) AS predicate, o.name AS other, r.modality AS modality, r.articles AS articles,
       r.first AS first, r.last AS last, r.id AS claim
ORDER BY articles DESC, actor, predicate, other, claim
LIMIT $limit
