"""igraph in process. Reads one JSON object a line, answers one: the time inside this process in milliseconds, and the answer."""
import array, json, sys, time

import igraph

graph = None
undirected = None


def load(ask):
    global graph, undirected
    ends = array.array("i")
    with open(ask["file"], "rb") as file:
        ends.frombytes(file.read())
    graph = igraph.Graph(n=ask["nodes"], edges=list(zip(ends[0::2], ends[1::2])), directed=True)
    undirected = graph.as_undirected(mode="each") if ask["nodes"] > 0 else graph
    return lambda: graph.ecount()


def path(ask):
    found = graph.get_shortest_paths(ask["from"], to=ask["to"], mode="out", output="epath")[0]
    return len(found) if found else (0 if ask["from"] == ask["to"] else -1)


def louvain():
    return undirected.community_multilevel().modularity


ASKS = {
    "load": load,
    "Reach": lambda ask: lambda: graph.neighborhood_size(ask["start"], order=ask["depth"], mode="out", mindist=1),
    "Path": lambda ask: lambda: path(ask),
    "PageRank": lambda ask: lambda: (graph.pagerank(damping=0.85), 0)[1],
    "Components": lambda ask: lambda: len(graph.connected_components(mode="weak")),
    "Labels": lambda ask: lambda: len(undirected.community_label_propagation()),
    "Louvain": lambda ask: louvain,
    "Betweenness": lambda ask: lambda: sum(graph.betweenness(directed=True)),
    "ranks": lambda ask: lambda: graph.pagerank(damping=0.85),
}

print(json.dumps({"version": igraph.__version__}), flush=True)
for line in sys.stdin:
    ask = json.loads(line)
    work = ASKS[ask["do"]](ask)
    begun = time.perf_counter()
    answer = work()
    took = (time.perf_counter() - begun) * 1000
    print(json.dumps({"ms": took, "answer": answer}), flush=True)
