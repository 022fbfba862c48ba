namespace ThreeDb.Tests;

public sealed class FilterReaderTests
{
    [Fact]
    public void Value_means_equal()
    {
        var field = Assert.IsType<FieldFilter>(Filter.Parse("""{"plan":"smb"}"""));
        Assert.Equal(("plan", FilterOperator.Equal, "smb"), (field.Path.Text, field.Operator, field.Operand.GetString()));
    }

    [Theory]
    [InlineData("eq", "{\"x\":1}", FilterOperator.Equal)]
    [InlineData("ne", "null", FilterOperator.NotEqual)]
    [InlineData("lt", "3", FilterOperator.Less)]
    [InlineData("lte", "\"b\"", FilterOperator.LessOrEqual)]
    [InlineData("gt", "-1.5", FilterOperator.Greater)]
    [InlineData("gte", "3", FilterOperator.GreaterOrEqual)]
    [InlineData("in", "[1,\"a\",null]", FilterOperator.In)]
    [InlineData("contains", "[1]", FilterOperator.Contains)]
    [InlineData("exists", "false", FilterOperator.Exists)]
    [InlineData("prefix", "\"ab\"", FilterOperator.Prefix)]
    public void Operator_takes_an_operand_of_its_kind(string word, string operand, FilterOperator op)
    {
        var field = Assert.IsType<FieldFilter>(Filter.Parse($"{{\"a.b[]\":{{\"{word}\":{operand}}}}}"));
        Assert.Equal(("a.b[]", op, operand), (field.Path.Text, field.Operator, field.Operand.GetRawText()));
    }

    [Fact]
    public void Several_members_and_operators_must_all_hold()
    {
        var all = Assert.IsType<AllFilter>(Filter.Parse("""{"a":1,"b":{"gt":2,"lt":3}}"""));
        Assert.Equal(2, all.Filters.Count);
        Assert.Equal([FilterOperator.Greater, FilterOperator.Less], Assert.IsType<AllFilter>(all.Filters[1]).Filters.Cast<FieldFilter>().Select(field => field.Operator));
        Assert.Empty(Assert.IsType<AllFilter>(Filter.Parse("{}")).Filters);
    }

    [Fact]
    public void Combinations_nest()
    {
        var any = Assert.IsType<AnyFilter>(Filter.Parse("""{"or":[{"a":1},{"not":{"and":[{"b":2},{"c":3}]}},{}]}"""));
        Assert.Equal(3, any.Filters.Count);
        var inner = Assert.IsType<AllFilter>(Assert.IsType<NotFilter>(any.Filters[1]).Inner);
        Assert.Equal(["b", "c"], inner.Filters.Cast<FieldFilter>().Select(field => field.Path.Text));
    }

    [Theory]
    [InlineData("[]", "", "an object, not an array of 0")]
    [InlineData("{\"a\":{}}", "/a", "needs an operator")]
    [InlineData("{\"a\":{\"gte\":1,\"les\":2}}", "/a/les", "no operator")]
    [InlineData("{\"price\":{\"gtt\":2}}", "/price/gtt", "did you mean 'gt'")]
    [InlineData("{\"address\":{\"city\":\"Köln\"}}", "/address/city", "write 'address.city'")]
    [InlineData("{\"a\":{\"lt\":true}}", "/a/lt", "takes a number or a string, not true or false")]
    [InlineData("{\"a\":{\"lt\":null}}", "/a/lt", "not null")]
    [InlineData("{\"a\":{\"in\":1}}", "/a/in", "takes an array of values, not a number")]
    [InlineData("{\"a\":{\"exists\":\"yes\"}}", "/a/exists", "takes true or false, not a string")]
    [InlineData("{\"a\":{\"prefix\":{}}}", "/a/prefix", "takes a string, not an object")]
    [InlineData("{\"or\":{\"a\":1}}", "/or", "write a field of that name as '/and'")]
    [InlineData("{\"and\":[{\"a\":1},7]}", "/and/1", "an object, not a number")]
    [InlineData("{\"not\":[{\"a\":1}]}", "/not", "an object, not an array of 1")]
    [InlineData("{\"or\":[{\"x\":1},{\"a..b\":1}]}", "/or/1/a..b", "empty step")]
    [InlineData("{\"a/b~\":{\"x\":1}}", "/a~1b~0/x", "no operator")]
    [InlineData("{\"$owner\":1}", "/$owner", "no system field")]
    public void Fault_is_reported_with_its_place(string json, string pointer, string message)
    {
        var fault = Assert.Throws<ThreeDbException>(() => Filter.Parse(json));
        Assert.Equal(ErrorCodes.InvalidFilter, fault.Code);
        Assert.Contains(message, fault.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(pointer, Assert.Single(fault.Errors).Pointer);
    }

    [Fact]
    public void Number_of_conditions_is_limited()
    {
        Filter.Parse(Conditions(Filter.MaxConditions));
        Assert.Equal(ErrorCodes.InvalidFilter, Assert.Throws<ThreeDbException>(() => Filter.Parse(Conditions(Filter.MaxConditions + 1))).Code);

        static string Conditions(int count) => "{\"or\":[" + string.Join(",", Enumerable.Repeat("{\"a\":1}", count)) + "]}";
    }

    [Fact]
    public void Number_of_values_of_in_is_limited()
    {
        Filter.Parse(In(Filter.MaxValues));
        Assert.Equal(ErrorCodes.InvalidFilter, Assert.Throws<ThreeDbException>(() => Filter.Parse(In(Filter.MaxValues + 1))).Code);

        static string In(int count) => "{\"a\":{\"in\":[" + string.Join(",", Enumerable.Range(0, count)) + "]}}";
    }
}
