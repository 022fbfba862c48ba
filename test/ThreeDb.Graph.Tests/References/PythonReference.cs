using System.Diagnostics;
using System.Text.Json;
using ThreeDb.Graphs;
using ThreeDb.Testing;

namespace ThreeDb.Graph.Tests;

/// <summary>Asks igraph or NetworkX about graphs: one process for all of them.</summary>
public static class PythonReference
{
    // Debian's own Python, which has Debian's packages; another one may come first on the PATH.
    private static readonly string Python = File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3";

    private static readonly Lazy<Task<bool>> IsInstalled = new(HasPackagesAsync);

    /// <summary>The answers for many graphs, in their order.</summary>
    /// <param name="script">
    /// Python that defines <c>answer(graph, argument)</c>. It has <c>graph.nodes</c>, <c>graph.sources</c>, <c>graph.targets</c>, <c>graph.weights</c> (None when
    /// all are 1), <c>graph.igraph(directed)</c> and <c>graph.networkx(directed)</c> (a multigraph; the attribute is "weight"). Modules <c>math</c>,
    /// <c>random</c>, <c>igraph</c> and <c>networkx</c> are imported. What is not finite comes back as null.
    /// </param>
    /// <param name="graphs">The graphs.</param>
    /// <param name="arguments">What else each call gets, beside the graphs; None when left out.</param>
    public static async Task<IReadOnlyList<JsonElement>> AnswersAsync(string script, IReadOnlyList<Subgraph> graphs, IReadOnlyList<object>? arguments = null)
    {
        if (!await IsInstalled.Value)
        {
            Prerequisite.Missing("igraph and NetworkX are not here.", "apt-get install python3-igraph python3-networkx");
        }

        var input = JsonSerializer.Serialize(new { script, graphs = graphs.Select((graph, i) => Described(graph, arguments?[i])) });
        var (code, output, error) = await RunAsync(Driver, input);
        Assert.True(code == 0, error);
        return [.. JsonElement.Parse(output).EnumerateArray()];
    }

    private static object Described(Subgraph graph, object? argument)
    {
        var relations = GraphShapes.Relations(graph).ToArray();
        return new
        {
            nodes = graph.NodeCount,
            sources = relations.Select(r => r.Source),
            targets = relations.Select(r => r.Target),
            weights = graph.IsWeighted ? graph.Out.Weights.ToArray() : null,
            argument,
        };
    }

    private static async Task<bool> HasPackagesAsync()
    {
        try
        {
            return (await RunAsync("import igraph, networkx", "")).Code == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false; // No Python at all.
        }
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(string program, string input)
    {
        using var process = Process.Start(new ProcessStartInfo(Python, ["-c", program])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        try
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended before it had read everything: its exit code and error say why.
        }

        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }

    private const string Driver = """
        import json, math, random, sys
        import igraph, networkx

        class Graph:
            def __init__(self, given):
                self.nodes, self.sources, self.targets = given["nodes"], given["sources"], given["targets"]
                self.weights = given["weights"]

            def igraph(self, directed):
                graph = igraph.Graph(n=self.nodes, edges=list(zip(self.sources, self.targets)), directed=directed)
                if self.weights is not None:
                    graph.es["weight"] = self.weights
                return graph

            def networkx(self, directed):
                graph = networkx.MultiDiGraph() if directed else networkx.MultiGraph()
                graph.add_nodes_from(range(self.nodes))
                weights = self.weights if self.weights is not None else [1.0] * len(self.sources)
                graph.add_edges_from((s, t, {"weight": w}) for s, t, w in zip(self.sources, self.targets, weights))
                return graph

        def clean(value):
            if isinstance(value, float):
                return value if math.isfinite(value) else None
            if isinstance(value, dict):
                return {str(key): clean(one) for key, one in value.items()}
            if isinstance(value, (list, tuple, set)):
                return [clean(one) for one in value]
            return value

        given = json.load(sys.stdin)
        exec(given["script"])
        json.dump([clean(answer(Graph(graph), graph["argument"])) for graph in given["graphs"]], sys.stdout)
        """;
}
