// question: By which steps are two actors connected?
// note: A shortest path over derived edges that are not negated, whatever their direction.
// param: from string -- full name
// param: to string -- full name
// example: kg query path --param from="Karoline Leavitt" --param to="Vladimir Putin" --from news.kgl
MATCH (a:Actor), (b:Actor)
WHERE a.name = $from AND b.name = $to
MATCH p = shortestPath((a)-[:SPEAKS_FOR|MEETS|TALKS_WITH|NEGOTIATES_WITH|SUPPORTS|CRITICIZES|ACCUSES|URGES|ORDERS|MEMBER_OF|WORKS_FOR|ALLIED_WITH|PRAISES|HEAD_OF|APPOINTS|WARNS|COOPERATES_WITH|HOSTS|VISITS*..6]-(b))
RETURN length(p) AS steps, [n IN nodes(p) | n.name] AS actors
ORDER BY steps, actors
