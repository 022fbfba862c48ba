using System.Text.Json;

namespace ThreeDb.Tests;

/// <summary>The JSON forms of projections and sync rules: nothing is lost on the way, and every fault is named at its place.</summary>
public sealed class ProjectionJsonTests
{
    private const string Whole = """
        {
          "kind": "falkordb",
          "settings": { "url": "redis://127.0.0.1:6379", "deep": { "list": [1, null] } },
          "rules": {
            "types": {
              "*": { "include": false },
              "package": {
                "include": true,
                "fields": ["name", "maintainer.name", "tags[]"],
                "rename": { "maintainer.name": "maintainer" },
                "truncate": { "*": 200, "name": 50 },
                "where": { "price": { "gt": 3 }, "not": { "name": { "prefix": "lib" } } },
                "derive": { "weight": "importance", "in": "inDegree", "out": "outDegree", "all": "degree" },
                "interval": 15.5
              },
              "odd/~type": {}
            },
            "relations": ["DEPENDS_ON"],
            "reconcileAt": "03:30",
            "maxRowsPerSecond": 500
          }
        }
        """;

    [Theory]
    [InlineData(Whole)]
    [InlineData("""{"kind":"age"}""")]
    [InlineData("""{"kind":"age","settings":null,"rules":null}""")]
    [InlineData("""{"kind":"age","rules":{"types":{},"relations":[],"reconcileAt":"never"}}""")]
    [InlineData("""{"kind":"age","rules":{"types":null,"relations":null}}""")]
    public void Definition_survives_writing_and_reading(string text)
    {
        var read = ProjectionJson.Read(JsonElement.Parse(text));
        var written = JsonSerializer.SerializeToElement(read, ThreeDbJson.Options);
        var again = JsonSerializer.SerializeToElement(ProjectionJson.Read(written), ThreeDbJson.Options);
        Assert.Equal(written.GetRawText(), again.GetRawText());
        Assert.Equal(written.GetRawText(), JsonSerializer.SerializeToElement(written.Deserialize<ProjectionDefinition>(ThreeDbJson.Options), ThreeDbJson.Options).GetRawText());
    }

    [Fact]
    public void Every_member_is_read()
    {
        var read = ProjectionJson.Read(JsonElement.Parse(Whole));
        Assert.Equal("redis://127.0.0.1:6379", read.Settings!.Value.GetProperty("url").GetString());
        var rules = read.Rules!;
        Assert.Equal(["*", "odd/~type", "package"], rules.Types!.Keys.Order(StringComparer.Ordinal));
        Assert.False(rules.Types["*"].Include);
        Assert.True(rules.Types["odd/~type"].Include);
        var rule = rules.Types["package"];
        Assert.Equal(["name", "maintainer.name", "tags[]"], rule.Fields);
        Assert.Equal("maintainer", rule.Rename!["maintainer.name"]);
        Assert.Equal((200, 50), (rule.Truncate!["*"], rule.Truncate["name"]));
        Assert.Equal(Filter.Parse("""{"price":{"gt":3},"not":{"name":{"prefix":"lib"}}}""").ToJson().GetRawText(), rule.Where!.ToJson().GetRawText());
        Assert.Equal([DerivedProperty.Degree, DerivedProperty.InDegree, DerivedProperty.OutDegree, DerivedProperty.Importance], rule.Derive!.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value));
        Assert.Equal((15.5, "03:30", 500), (rule.Interval, rules.ReconcileAt, rules.MaxRowsPerSecond));
    }

    [Fact]
    public void Every_fault_is_listed_at_its_place_and_a_misspelt_member_with_the_nearest()
    {
        const string Text = """
            {
              "knid": "age", "settings": [],
              "rules": {
                "typs": {}, "relations": ["A", 1], "reconcileAt": 2, "maxRowsPerSecond": 1.5,
                "types": {
                  "a/b": { "include": "yes", "fields": "name", "rename": { "x": 1 }, "truncate": { "y": "long" }, "interval": "often",
                           "where": { "price": { "gtt": 3 } }, "derive": { "d": "importence", "e": null }, "feilds": [] },
                  "n": 7, "z": null
                }
              }
            }
            """;
        var faults = ProjectionJson.Read(JsonElement.Parse(Text)).Faults;
        string[] places =
        [
            "/kind", "/knid", "/rules/maxRowsPerSecond", "/rules/reconcileAt", "/rules/relations/1",
            "/rules/types/a~1b/derive/d", "/rules/types/a~1b/derive/e", "/rules/types/a~1b/feilds", "/rules/types/a~1b/fields",
            "/rules/types/a~1b/include", "/rules/types/a~1b/interval", "/rules/types/a~1b/rename/x", "/rules/types/a~1b/truncate/y",
            "/rules/types/a~1b/where/price/gtt", "/rules/types/n", "/rules/types/z", "/rules/typs", "/settings",
        ];
        Assert.Equal(places, faults.Select(error => error.Pointer).Order(StringComparer.Ordinal));
        Assert.Contains("did you mean 'kind'", faults.Single(error => error.Pointer == "/knid").Detail, StringComparison.Ordinal);
        Assert.Contains("did you mean 'fields'", faults.Single(error => error.Pointer.EndsWith("/feilds", StringComparison.Ordinal)).Detail, StringComparison.Ordinal);
        Assert.Contains("did you mean 'importance'", faults.Single(error => error.Pointer.EndsWith("/derive/d", StringComparison.Ordinal)).Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("7")]
    [InlineData("null")]
    [InlineData("[]")]
    public void Value_that_is_no_object_is_one_fault_of_the_whole(string text)
    {
        var faults = ProjectionJson.Read(JsonElement.Parse(text)).Faults;
        Assert.Equal([new FieldError("", "is an object")], faults);
        Assert.Equal("The definition has a fault: the whole: is an object.", FieldError.Summary("The definition", faults));
        faults = ProjectionJson.Read(JsonElement.Parse($$"""{"kind":"age","rules":{{text}}}""")).Faults;
        Assert.Equal(text == "null" ? [] : [new FieldError("/rules", "is an object")], faults);
    }

    [Theory]
    [InlineData("99999999999")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("\"many\"")]
    public void Number_out_of_range_says_the_range(string number)
    {
        var fault = Assert.Single(ProjectionJson.Read(JsonElement.Parse($$$"""{"kind":"age","rules":{"maxRowsPerSecond":{{{number}}}}}""")).Faults);
        Assert.Equal(new FieldError("/rules/maxRowsPerSecond", "is a whole number from 0 to 2,147,483,647"), fault);
    }

    [Fact]
    public void What_can_be_read_is_read_though_other_members_have_faults()
    {
        var read = ProjectionJson.Read(JsonElement.Parse("""{"kind":"age","rules":{"types":{"a":{"interval":"15","fields":["x"]}},"reconcileAt":"2:00"}}"""));
        Assert.Equal("/rules/types/a/interval", Assert.Single(read.Faults).Pointer);
        Assert.Equal(("age", "2:00", null), (read.Kind, read.Rules!.ReconcileAt, read.Rules.Types!["a"].Interval));
        Assert.Equal(["x"], read.Rules.Types["a"].Fields);
    }

    [Fact]
    public void Question_survives_writing_and_reading()
    {
        var query = new RoutedQuery
        {
            Cypher = "MATCH (n) RETURN $x", Parameters = new Dictionary<string, JsonElement> { ["x"] = JsonElement.Parse("[1,null]") },
            Limit = 7, TimeoutSeconds = 0.5, AtLeast = new Position("p"), WaitSeconds = 0,
        };
        var written = JsonSerializer.SerializeToElement(query, ThreeDbJson.Options);
        Assert.Equal(written.GetRawText(), JsonSerializer.SerializeToElement(ProjectionJson.ReadQuery(written), ThreeDbJson.Options).GetRawText());
        var usual = ProjectionJson.ReadQuery(JsonElement.Parse("""{"cypher":"RETURN 1"}"""));
        Assert.Equal((100, 5.0, 2.0, null), (usual.Limit, usual.TimeoutSeconds, usual.WaitSeconds, usual.AtLeast));
    }

    [Theory]
    [InlineData("{}", "/cypher")]
    [InlineData("""{"cypher":"RETURN 1","limit":0}""", "/limit")]
    [InlineData("""{"cypher":"RETURN 1","limit":10001}""", "/limit")]
    [InlineData("""{"cypher":"RETURN 1","timeoutSeconds":0}""", "/timeoutSeconds")]
    [InlineData("""{"cypher":"RETURN 1","timeoutSeconds":61}""", "/timeoutSeconds")]
    [InlineData("""{"cypher":"RETURN 1","waitSeconds":-1}""", "/waitSeconds")]
    [InlineData("""{"cypher":"RETURN 1","parameters":[]}""", "/parameters")]
    [InlineData("""{"cypher":"RETURN 1","cipher":1}""", "/cipher")]
    public void Question_at_fault_names_the_place(string text, string pointer) =>
        Assert.Equal(pointer, Assert.Throws<ThreeDbException>(() => ProjectionJson.ReadQuery(JsonElement.Parse(text))).Errors.Single().Pointer);
}
