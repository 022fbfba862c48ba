namespace ThreeDb.Postgres.Tests;

/// <summary>What each rule accepts, and the words in which it refuses.</summary>
public sealed class SchemaRuleTests
{
    public static TheoryData<string, string, string> Refused { get; } = new()
    {
        { """{"a":{"minimum":5}}""", "4", "must be at least 5 (minimum)" },
        { """{"a":{"maximum":5}}""", "5.0000000000000000000000001", "must be at most 5 (maximum)" },
        { """{"a":{"exclusiveMinimum":5}}""", "5", "must be greater than 5 (exclusiveMinimum)" },
        { """{"a":{"exclusiveMaximum":5}}""", "5.0", "must be less than 5 (exclusiveMaximum)" },
        { """{"a":{"minimum":5,"exclusiveMinimum":true}}""", "5", "must be greater than 5 (exclusiveMinimum)" },
        { """{"a":{"maximum":5,"exclusiveMaximum":true}}""", "5", "must be less than 5 (exclusiveMaximum)" },
        { """{"a":{"maximum":9223372036854775807}}""", "9223372036854775808", "must be at most 9223372036854775807 (maximum)" },
        { """{"a":{"minimum":1e300}}""", "123456789012345678901", "must be at least 1e300 (minimum)" },
        { """{"a":{"multipleOf":0.01}}""", "0.015", "must be a multiple of 0.01 (multipleOf)" },
        { """{"a":{"multipleOf":11}}""", "123456789012345678901234567890", "must be a multiple of 11 (multipleOf)" },
        { """{"a":{"type":"integer"}}""", "1.5", "must be an integer (type)" },
        { """{"a":{"type":["string","null"]}}""", "1", "must be a string or null (type)" },
        { """{"a":{"maxLength":1}}""", "\"😀😀\"", "must have at most 1 character (maxLength)" },
        { """{"a":{"minLength":2}}""", "\"😀\"", "must have at least 2 characters (minLength)" },
        { """{"a":{"maxItems":0}}""", "[1]", "must have at most 0 items (maxItems)" },
        { """{"a":{"minProperties":1}}""", "{}", "must have at least 1 member (minProperties)" },
        { """{"a":{"uniqueItems":true}}""", """[{"a":1,"b":2},{"b":2.0,"a":1e0}]""", "must not have equal items (uniqueItems)" },
        { """{"a":{"enum":["2026-01-01T00:00:00+02:00",1,null]}}""", "\"2026-01-01\"", "must be one of \"2026-01-01T00:00:00+02:00\", 1, null (enum)" },
        { """{"a":{"const":"x"}}""", "\"y\"", "must be \"x\" (const)" },
        { """{"a":{"pattern":"^\\d+$"}}""", "\"1\\n\"", "must match ^\\d+$ (pattern)" },
        { """{"a":{"pattern":"^\\d+$"}}""", "\"١\"", "must match ^\\d+$ (pattern)" },
        { """{"a":{"pattern":"^.$"}}""", "\"😀😀\"", "must match ^.$ (pattern)" },
        { """{"a":{"format":"date-time"}}""", "\"2026-02-30T00:00:00Z\"", "must be a time such as 2026-01-31T12:00:00Z (format date-time)" },
        { """{"a":{"format":"int32"}}""", "2147483648", "must be a whole number of 32 bits (format int32)" },
        { """{"a":{"not":{"type":"string"}}}""", "\"x\"", "must not match the schema that is excluded (not)" },
        { """{"a":{"anyOf":[{"type":"string"},{"minimum":5}]}}""", "4", "matches none of the 2 alternatives (anyOf): 1. /data/a must be a string (type); 2. /data/a must be at least 5 (minimum)" },
        { """{"a":{"oneOf":[{"type":"string"},{"required":["b"]}]}}""", "{}", "matches none of the 2 alternatives (oneOf): 1. /data/a must be a string (type); 2. /data/a/b is required" },
        { """{"a":{"oneOf":[{"type":"number"},{"type":"string"},{"type":"integer"}]}}""", "1", "must match one alternative only, but matches number 1 and number 3 (oneOf)" },
        { """{"a":false}""", "1", "is not allowed (properties)" },
    };

    public static TheoryData<string, string> Accepted { get; } = new()
    {
        { """{"a":{"type":"integer"}}""", "123456789012345678901" },
        { """{"a":{"type":"integer","minimum":1e300}}""", "1e300" },
        { """{"a":{"type":"integer"}}""", "1.0" },
        { """{"a":{"multipleOf":0.01}}""", "1e300" },
        { """{"a":{"multipleOf":0.1}}""", "0.3" },
        { """{"a":{"multipleOf":1e-300}}""", "-12.5" },
        { """{"a":{"multipleOf":3}}""", "0.0" },
        { """{"a":{"exclusiveMinimum":5}}""", "5.0000000000000000000000001" },
        { """{"a":{"exclusiveMinimum":-0.0}}""", "1e-300" },
        { """{"a":{"minimum":0}}""", "-0" },
        { """{"a":{"maxLength":1}}""", "\"😀\"" },
        { """{"a":{"pattern":"^.$"}}""", "\"😀\"" },
        { """{"a":{"pattern":"^[^a]$"}}""", "\"😀\"" },
        { """{"a":{"pattern":"^[x😀]+$"}}""", "\"😀x😀\"" },
        { """{"a":{"pattern":"^😀*$"}}""", "\"😀😀\"" },
        { """{"a":{"pattern":"[[a-]"}}""", "\"-\"" },
        { """{"a":{"enum":["2026-01-01T00:00:00Z"]}}""", "\"2026-01-01T00:00:00Z\"" },
        { """{"a":{"enum":["2026-01-01T00:00:00+02:00"]}}""", "\"2026-01-01T00:00:00+02:00\"" },
        { """{"a":{"enum":[1]}}""", "1.00" },
        { """{"a":{"enum":[{"x":1,"y":[0]}]}}""", """{"y":[-0.0],"x":1}""" },
        { """{"a":{"uniqueItems":true}}""", """[1,"1",true,[1],{"a":1},{"a":2}]""" },
        { """{"a":{"format":"date-time"}}""", "\"2027-01-01T05:29:60.123456789+05:30\"" },
        { """{"a":{"format":"email"}}""", "1" },
        { """{"a":{"oneOf":[{"type":"number"},{"type":"string"}]}}""", "1" },
        { """{"a":{"$ref":"#/properties/b","maximum":3},"b":{"minimum":1}}""", "2" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void Value_that_breaks_a_rule_is_refused_in_the_words_of_the_rule(string properties, string value, string detail) =>
        Assert.Equal(["/data/a " + detail], SchemaProbe.Check("{\"properties\":" + properties + "}", "{\"a\":" + value + "}"));

    [Theory]
    [MemberData(nameof(Accepted))]
    public void Value_that_keeps_the_rule_passes(string properties, string value) =>
        Assert.Empty(SchemaProbe.Check("{\"properties\":" + properties + "}", "{\"a\":" + value + "}"));

    [Fact]
    public void Violations_are_all_reported_each_at_its_place()
    {
        const string Schema = """
            {"required":["id","a/b"],"additionalProperties":false,"patternProperties":{"^x":{"type":"number"}},
             "properties":{"id":{},"a.b":{"items":{"$ref":"#/definitions/line"}},"pair":{"items":[{"type":"string"}],"additionalItems":false}},
             "definitions":{"line":{"required":["sku"],"properties":{"sku":{"type":"string"}}}},"dependencies":{"pair":["id"],"x1":{"required":["x2"]}}}
            """;
        Assert.Equal(
            [
                "/data/a.b/1/sku is required", "/data/a.b/2/sku must be a string (type)", "/data/a~1b is required", "/data/id is required", "/data/id is required beside 'pair' (dependencies)",
                "/data/other is not allowed (additionalProperties)", "/data/pair/1 is not allowed (additionalItems)", "/data/x1 must be a number (type)", "/data/x2 is required",
            ],
            SchemaProbe.Check(Schema, """{"a.b":[{"sku":"1"},{},{"sku":1}],"pair":["x",2],"x1":"","other":1}""").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Violations_are_at_most_a_hundred() =>
        Assert.Equal(100, SchemaProbe.Check("""{"properties":{"a":{"items":{"type":"string"}}}}""", $$"""{"a":[{{string.Join(',', Enumerable.Range(0, 500))}}]}""").Count);
}
