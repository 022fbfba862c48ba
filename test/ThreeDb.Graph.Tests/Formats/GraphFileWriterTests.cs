using ThreeDb.Graphs;

namespace ThreeDb.Graph.Tests;

public sealed class GraphFileWriterTests
{
    private static readonly GraphFile Small = new(
        [new("p/1", "person", "Ann"), new("p/2", null, null, [0.25])],
        [new("p/1", "KNOWS", "p/2"), new("p/1", "KNOWS", "p/2", "k", -2.5)],
        ["importance"]);

    [Fact]
    public async Task Small_graph_in_graphml_reads_like_this() => Assert.Equal(
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <graphml xmlns="http://graphml.graphdrawing.org/xmlns">
         <key id="type" for="node" attr.name="type" attr.type="string" />
         <key id="title" for="node" attr.name="label" attr.type="string" />
         <key id="score0" for="node" attr.name="importance" attr.type="double" />
         <key id="relation" for="edge" attr.name="label" attr.type="string" />
         <key id="key" for="edge" attr.name="relation_key" attr.type="string" />
         <key id="weight" for="edge" attr.name="weight" attr.type="double" />
         <graph edgedefault="directed">
          <node id="p/1">
           <data key="type">person</data>
           <data key="title">Ann</data>
          </node>
          <node id="p/2">
           <data key="score0">0.25</data>
          </node>
          <edge source="p/1" target="p/2">
           <data key="relation">KNOWS</data>
           <data key="weight">1</data>
          </edge>
          <edge source="p/1" target="p/2">
           <data key="relation">KNOWS</data>
           <data key="key">k</data>
           <data key="weight">-2.5</data>
          </edge>
         </graph>
        </graphml>

        """, await WrittenAsync(GraphFileFormat.GraphMl, Small));

    [Fact]
    public async Task Small_graph_in_gexf_reads_like_this() => Assert.Equal(
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <gexf version="1.3" xmlns="http://gexf.net/1.3">
         <graph defaultedgetype="directed" mode="static">
          <attributes class="node" mode="static">
           <attribute id="type" title="type" type="string" />
           <attribute id="score0" title="importance" type="double" />
          </attributes>
          <attributes class="edge" mode="static">
           <attribute id="key" title="relation_key" type="string" />
          </attributes>
          <nodes>
           <node id="p/1" label="Ann">
            <attvalues>
             <attvalue for="type" value="person" />
            </attvalues>
           </node>
           <node id="p/2" label="p/2">
            <attvalues>
             <attvalue for="score0" value="0.25" />
            </attvalues>
           </node>
          </nodes>
          <edges>
           <edge id="0" source="p/1" target="p/2" kind="KNOWS" label="KNOWS" weight="1" />
           <edge id="1" source="p/1" target="p/2" kind="KNOWS" label="KNOWS" weight="-2.5">
            <attvalues>
             <attvalue for="key" value="k" />
            </attvalues>
           </edge>
          </edges>
         </graph>
        </gexf>

        """, await WrittenAsync(GraphFileFormat.Gexf, Small));

    [Fact]
    public async Task Small_graph_in_dot_reads_like_this() => Assert.Equal(
        """
        digraph {
         "p/1" [label="Ann" "type"="person"];
         "p/2" [label="p/2" "score_importance"="0.25"];
         "p/1" -> "p/2" [label="KNOWS"];
         "p/1" -> "p/2" [label="KNOWS" "relation_key"="k" "relation_weight"="-2.5"];
        }

        """, await WrittenAsync(GraphFileFormat.Dot, Small));

    [Theory]
    [InlineData("plain é \U0001F600\t\r\n", "plain é \U0001F600\t\r\n")]
    [InlineData("a\0b\u0007c\u001Fd", "a\u2400b\u2407c\u241Fd")]
    public void Forbidden_characters_become_pictures_or_the_replacement(string text, string expected) => Assert.Equal(expected, FileText.Clean(text));

    [Fact]
    public void Lone_surrogates_and_what_is_no_character_become_the_replacement() =>
        Assert.Equal("\uFFFD\uFFFD\uFFFD\uFFFD\u007F\u0085\U0001F600", FileText.Clean("\uD83D\uFFFE\uDE00\uFFFF\u007F\u0085\U0001F600"));

    [Theory]
    [InlineData(GraphFileFormat.GraphMl)]
    [InlineData(GraphFileFormat.Gexf)]
    [InlineData(GraphFileFormat.Dot)]
    public async Task Large_graph_is_written_in_pieces_and_stops_when_cancelled(GraphFileFormat format)
    {
        using var stop = new CancellationTokenSource();
        var read = 0;
        var nodes = Enumerable.Range(0, 1_000_000).Select(i =>
        {
            read++;
            return new GraphFileNode($"node/{i}", "t", null);
        });
        using var writer = new PieceWriter(piece =>
        {
            Assert.InRange(piece, 1, 40_000);
            if (read > 10_000)
            {
                stop.Cancel();
            }
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => GraphFileWriter.WriteAsync(writer, format, new GraphFile(nodes, [], []), stop.Token));
        Assert.InRange(read, 10_001, 13_000);
    }

    [Theory]
    [InlineData(GraphFileFormat.GraphMl)]
    [InlineData(GraphFileFormat.Gexf)]
    [InlineData(GraphFileFormat.Dot)]
    public async Task Empty_graph_is_a_file(GraphFileFormat format) => Assert.NotEmpty(await WrittenAsync(format, new GraphFile([], [], [])));

    private static async Task<string> WrittenAsync(GraphFileFormat format, GraphFile file)
    {
        var writer = new StringWriter();
        await GraphFileWriter.WriteAsync(writer, format, file);
        return writer.ToString();
    }

    private sealed class PieceWriter(Action<int> seen) : StringWriter
    {
        public override Task WriteAsync(System.Text.StringBuilder? value, CancellationToken cancellationToken = default)
        {
            seen(value!.Length);
            return Task.CompletedTask;
        }
    }
}
