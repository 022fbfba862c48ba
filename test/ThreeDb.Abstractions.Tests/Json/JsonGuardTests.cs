using System.Text;
using System.Text.Json;

namespace ThreeDb.Tests;

public sealed class JsonGuardTests
{
    [Theory]
    [InlineData("[1,\n 2,\n x]", "Line 3, byte 2: 'x'")]
    [InlineData("{\"a\": NaN}", "Byte 7: 'NaN'")]
    [InlineData("[-Infinity]", "'-Infinity'")]
    [InlineData("[1,]", "a trailing comma")]
    [InlineData("{\"a\":1,\n}", "Line 2, byte 1: a trailing comma")]
    [InlineData("[1, // one\n 2]", "a comment")]
    [InlineData("\uFEFF{}", "a byte order mark")]
    [InlineData("{'a':1}", "a single quote")]
    [InlineData("{\"a\":[1", "Byte 8: the text ends too early")]
    [InlineData(" ", "the text is empty")]
    [InlineData("", "the text is empty")]
    [InlineData("{} {}", "Byte 4: '{'")]
    [InlineData("[\"a\tb\"]", "the control character 0x09")]
    [InlineData("[True]", "'True'")]
    [InlineData("[é]", "'é'")]
    public void Syntax_errors_are_reported_with_place_and_reason(string json, string message)
    {
        var fault = Fault(json, ErrorCodes.InvalidJson);
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
        Assert.NotEmpty(fault.Hint);
    }

    [Theory]
    [InlineData("\"\\u0000\"", "")]
    [InlineData("{\"a\":[1,{\"b\":\"x\\u0000\"}]}", "/a/1/b")]
    [InlineData("{\"a\":[1,{\"b\":\"x\\ud800x\"}]}", "/a/1/b")]
    [InlineData("[\"\\udc00\\ud800\"]", "/0")]
    [InlineData("[\"\\ud800\\\\udc00\"]", "/0")]
    [InlineData("[\"\\ud800\"]", "/0")]
    [InlineData("{\"a\":{\"k\\u0000\":1}}", "/a")]
    [InlineData("{\"x/y\":{\"~\":\"\\u0000\"}}", "/x~1y/~0")]
    public void Characters_that_cannot_be_stored_are_refused_with_their_place(string json, string pointer) =>
        Assert.Equal(pointer, Assert.Single(Fault(json, ErrorCodes.InvalidText).Errors).Pointer);

    [Theory]
    [InlineData("\"\\\\u0000\"")]
    [InlineData("\"\\ud83d\\ude00\"")]
    [InlineData("\"\\uFFFF\\\\\\u0001\"")]
    public void Escapes_of_characters_that_can_be_stored_are_accepted(string json) =>
        Assert.Equal(JsonSerializer.Deserialize<string>(json), JsonGuard.Parse(json).GetString());

    [Theory]
    [InlineData("1e400", "too large")]
    [InlineData("-1e400", "too large")]
    [InlineData("1e-400", "become 0")]
    [InlineData("0.1e-400", "become 0")]
    [InlineData("0e-1000", "without exponent")]
    [InlineData("0e99999999999", "exponent")]
    [InlineData("1e-2147483649", "become 0")]
    public void Numbers_outside_of_the_range_are_refused(string number, string reason)
    {
        var fault = Fault($"{{\"a\":[0,{number}]}}", ErrorCodes.NumberOutOfRange);
        Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
        Assert.Equal("/a/1", Assert.Single(fault.Errors).Pointer);
    }

    [Fact]
    public void Number_is_refused_when_it_is_longer_than_400_characters_in_any_form()
    {
        JsonGuard.Parse("0." + new string('1', 398));
        Fault("0." + new string('1', 399), ErrorCodes.NumberOutOfRange);
        Fault(new string('2', 309), ErrorCodes.NumberOutOfRange);
        JsonGuard.Parse("0." + new string('0', 320) + "1");
        Fault("0." + new string('0', 350) + "1", ErrorCodes.NumberOutOfRange);
        JsonGuard.Parse("1." + new string('5', 98) + "e-300");
        Fault("1." + new string('5', 99) + "e-300", ErrorCodes.NumberOutOfRange);
        Fault("-1." + new string('5', 98) + "e-300", ErrorCodes.NumberOutOfRange);
    }

    [Theory]
    [InlineData("123456789012345678901234567890")]
    [InlineData("1.7976931348623157e308")]
    [InlineData("-2.2250738585072014E-308")]
    [InlineData("4.9406564584124654e-324")]
    [InlineData("0e10")]
    [InlineData("0E+308")]
    [InlineData("-0.0")]
    public void Numbers_in_range_keep_their_digits(string number) => Assert.Equal(number, JsonGuard.Parse(number).GetRawText());

    [Theory]
    [InlineData("{\"a\":1,\"a\":1}", "/a")]
    [InlineData("{\"a\":[1,{\"b\":1,\"\\u0062\":2}]}", "/a/1/b")]
    [InlineData("{\"\":1,\"x\":{},\"\":2}", "/")]
    [InlineData("{\"a\":{\"b\":1},\"c\":{\"b\":1,\"d\":2,\"b\":3}}", "/c/b")]
    public void Duplicate_keys_are_refused_with_their_place(string json, string pointer) =>
        Assert.Equal(pointer, Assert.Single(Fault(json, ErrorCodes.DuplicateKey).Errors).Pointer);

    [Fact]
    public void Duplicate_key_is_found_in_an_object_of_any_size()
    {
        for (var size = 2; size <= 200; size++)
        {
            var members = Enumerable.Range(0, size).Select(i => $"\"{(i == size - 1 ? "key0" : $"key{i}")}\":{{\"key0\":1}}");
            Fault("{" + string.Join(",", members) + "}", ErrorCodes.DuplicateKey);
            JsonGuard.Parse("{" + string.Join(",", members.SkipLast(1)) + "}");
        }
    }

    [Theory]
    [InlineData(new byte[] { 0x22, 0xC3, 0x28, 0x22 }, "offset 1")]
    [InlineData(new byte[] { 0x22, 0xED, 0xA0, 0x80, 0x22 }, "offset 1")]
    [InlineData(new byte[] { 0x5B, 0x00, 0xC3 }, "UTF-16")]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x5B, 0x00 }, "UTF-16")]
    public void Bytes_that_are_not_utf8_are_refused_with_their_offset(byte[] bytes, string message)
    {
        var fault = Assert.Throws<ThreeDbException>(() => JsonGuard.Parse(bytes));
        Assert.Equal(ErrorCodes.InvalidEncoding, fault.Code);
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_refuses_what_another_parser_accepted()
    {
        Assert.Equal(ErrorCodes.DuplicateKey, Check("{\"a\":1,\"a\":2}"));
        Assert.Equal(ErrorCodes.InvalidText, Check("[\"\\u0000\"]"));
        Assert.Equal(ErrorCodes.NumberOutOfRange, Check("[1e999]"));
        Assert.Equal(ErrorCodes.InvalidJson, Check("[1,/* one */]"));
        Assert.Equal(ErrorCodes.InvalidJson, Assert.Throws<ThreeDbException>(() => JsonGuard.Check(default)).Code);
        JsonGuard.Check(JsonDocument.Parse("{\"a\":{\"b\":\"é\"}}").RootElement.GetProperty("a"));
    }

    // Lone surrogates do not survive in an attribute.
    [Fact]
    public void Surrogate_without_partner_in_a_text_is_refused_with_its_place()
    {
        Assert.Equal("/a/1/b", Assert.Single(Fault("{\"a\":[1,{\"b\":\"x\uD800x\"}]}", ErrorCodes.InvalidText).Errors).Pointer);
        Assert.Equal("/a", Assert.Single(Fault("{\"a\":{\"k\uDC00\":1}}", ErrorCodes.InvalidText).Errors).Pointer);
        Assert.Equal("", Assert.Single(Fault("\uD800", ErrorCodes.InvalidText).Errors).Pointer);
    }

    [Fact]
    public void IsStorable_refuses_nul_and_broken_surrogates()
    {
        Assert.All(["", "é 日本 😀\uFFFF", "😀😀a"], text => Assert.True(JsonGuard.IsStorable(text)));
        Assert.All(["a\0", "\uD800", "\uDC00\uD800", "😀\uD83D", "\uD83D😀", "a😀\uDE00"], text => Assert.False(JsonGuard.IsStorable(text)));
    }

    [Fact]
    public void Message_stays_short_when_names_are_huge()
    {
        var name = new string('n', 1_000_000);
        var fault = Fault($"{{\"a\":{{\"{name}\":{{\"b\":\"\\u0000\"}}}}}}", ErrorCodes.InvalidText);
        Assert.Equal("/a", Assert.Single(fault.Errors).Pointer);
        Assert.InRange(fault.Message.Length, 10, 300);
    }

    private static ErrorCode Check(string json)
    {
        var options = new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
        using var document = JsonDocument.Parse(json, options);
        return Assert.Throws<ThreeDbException>(() => JsonGuard.Check(document.RootElement)).Code;
    }

    private static ThreeDbException Fault(string json, ErrorCode code)
    {
        var fault = Assert.Throws<ThreeDbException>(() => JsonGuard.Parse(json));
        Assert.Equal(code, fault.Code);
        if (Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(json)) == json)
        {
            Assert.Equal(fault.Message, Assert.Throws<ThreeDbException>(() => JsonGuard.Parse(Encoding.UTF8.GetBytes(json))).Message);
        }

        return fault;
    }
}
