// question: With whom and what is an actor connected?
// note: Every derived edge, with its polarity and modality.
// param: actor string -- name, or part of it
// param: limit integer = 100 -- rows at most
// example: kg query neighbourhood --param actor=Putin --from news.kgl
MATCH (s:Actor)-[r]-(o)
WHERE r.negated IS NOT NULL AND toLower(s.name) CONTAINS toLower($actor)
RETURN s.name AS actor, startNode(r) = s AS outgoing, type(r) AS predicate, r.negated AS negated, r.modality AS modality,
       o.name AS other, r.articles AS articles, r.id AS claim
ORDER BY articles DESC, actor, predicate, other, claim
LIMIT $limit
