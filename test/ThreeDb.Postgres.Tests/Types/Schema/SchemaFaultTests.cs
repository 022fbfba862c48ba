namespace ThreeDb.Postgres.Tests;

/// <summary>What cannot work, or would not be enforced, is refused when the type is declared.</summary>
public sealed class SchemaFaultTests
{
    public static TheoryData<string, string, string> Faults { get; } = new()
    {
        { "true", "", "A schema is an object" },
        { "[]", "", "A schema is an object" },
        { """{"properties":{"a":{"pattern":"("}}}""", "/properties/a/pattern", "no regular expression" },
        { """{"patternProperties":{"(":{}}}""", "/patternProperties/(", "no regular expression" },
        { """{"pattern":"^(?=.*x)"}""", "/pattern", "look-around" },
        { """{"pattern":"(a)\\1"}""", "/pattern", "back-reference" },
        { """{"pattern":"((a{1000}){1000}){1000}"}""", "/pattern", "repetitions" },
        { """{"pattern":"[😀-😂]"}""", "/pattern", "beyond U+FFFF" },
        { """{"pattern":1}""", "/pattern", "a string" },
        { """{"$ref":"#"}""", "/$ref", "leads back to itself" },
        { """{"allOf":[{"$ref":"#"}]}""", "/allOf/0/$ref", "leads back to itself" },
        { """{"definitions":{"a":{"$ref":"#/definitions/b"},"b":{"not":{"$ref":"#/definitions/a"}}}}""", "/definitions/b/not/$ref", "leads back to itself" },
        { """{"$ref":"#/definitions/a"}""", "/$ref", "no schema at '#/definitions/a'" },
        { """{"enum":[{"a":1}],"items":{"$ref":"#/enum/0"}}""", "/items/$ref", "no schema at" },
        { """{"$ref":"http://json-schema.org/draft-04/schema#"}""", "/$ref", "into the same schema" },
        { """{"type":"frob"}""", "/type", "'frob' is none" },
        { """{"type":"sting"}""", "/type", "did you mean 'string'" },
        { """{"type":null}""", "/type", "A type is one of" },
        { """{"type":[]}""", "/type", "A type is one of" },
        { """{"multipleOf":0}""", "/multipleOf", "greater than 0" },
        { """{"multipleOf":-1}""", "/multipleOf", "greater than 0" },
        { """{"minLength":-1}""", "/minLength", "0 or more" },
        { """{"maxItems":1.5}""", "/maxItems", "whole number" },
        { """{"minimum":"1"}""", "/minimum", "is a number" },
        { """{"exclusiveMinimum":true}""", "/exclusiveMinimum", "needs 'minimum'" },
        { """{"enum":[]}""", "/enum", "one value at least" },
        { """{"anyOf":[]}""", "/anyOf", "one schema at least" },
        { """{"uniqueItems":"yes"}""", "/uniqueItems", "true or false" },
        { """{"required":true}""", "/required", "array of names" },
        { """{"properties":[]}""", "/properties", "An object is needed" },
        { """{"properties":{"a":1}}""", "/properties/a", "A schema is an object, true or false" },
        { """{"format":"emial"}""", "/format", "did you mean 'email'" },
        { """{"items":{"$id":"x"}}""", "/items/$id", "as a whole" },
        { """{"if":{},"additionalItems":{"minimun":1}}""", "/additionalItems/minimun", "did you mean 'minimum'" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void Schema_that_cannot_work_is_refused_with_its_place(string schema, string place, string detail) =>
        Assert.Contains(SchemaProbe.Faults(schema), fault => fault.Pointer == "/schema" + place && fault.Detail.Contains(detail, StringComparison.Ordinal));

    [Fact]
    public void Schema_that_refers_to_itself_by_way_of_a_member_is_a_tree()
    {
        const string Tree = """{"required":["name"],"properties":{"children":{"items":{"$ref":"#"}}}}""";
        Assert.Equal(["/data/children/1/children/0/name is required"], SchemaProbe.Check(Tree, """{"name":1,"children":[{"name":2},{"name":3,"children":[{}]}]}"""));
    }

    [Fact]
    public void References_in_a_long_row_are_refused_not_followed()
    {
        // A step for each would overflow the stack, which ends the process.
        var row = string.Join(',', Enumerable.Range(0, 40_000).Select(i => $$"""
            "{{i}}":{"$ref":"#/definitions/{{i + 1}}"}
            """));
        Assert.Contains("stand on each other", SchemaProbe.Faults("{\"definitions\":{" + row + ",\"40000\":{}}}")[0].Detail, StringComparison.Ordinal);
    }
}
