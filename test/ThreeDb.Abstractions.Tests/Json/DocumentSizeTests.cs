using System.Text.Json;

namespace ThreeDb.Tests.Json;

/// <summary>The bytes of a document are those that it has when it is given out.</summary>
public sealed class DocumentSizeTests
{
    [Theory]
    [InlineData("{}", 2)]
    [InlineData(""" { "a" : [ ] , "b" : { } } """, 15)]
    [InlineData("""{"a":[1,2.50,-3],"b":null,"c":true,"d":false}""", 45)]
    [InlineData("""{"n":1e308}""", 6 + 309)]
    [InlineData("""{"n":-1.5e-300}""", 6 + 304)]
    [InlineData("""{"n":12e2}""", 6 + 4)]
    [InlineData("""{"t":"\u00e4\/"}""", 8 + 3)]
    [InlineData("""{"\u0001":"\n"}""", 7 + 6 + 2)]
    public void Bytes_are_counted_as_the_document_goes_out(string json, int bytes)
    {
        var document = JsonElement.Parse(json);
        JsonGuard.CheckSize(document, new JsonLimits { MaxBytes = bytes }, "/data");
        var failure = Assert.Throws<ThreeDbException>(() => JsonGuard.CheckSize(document, new JsonLimits { MaxBytes = bytes - 1 }, "/data"));
        Assert.Equal(ErrorCodes.BodyTooLarge, failure.Code);
        Assert.Equal("/data", Assert.Single(failure.Errors).Pointer);
    }

    [Theory]
    [InlineData("東京 \U0001F600 \u2028 \uE000 <&> \u007f \\ \"")]
    [InlineData("plain")]
    public void Texts_are_counted_as_the_encoder_writes_them(string text)
    {
        var document = JsonSerializer.SerializeToElement(new Dictionary<string, string> { [text] = text });
        var written = JsonSerializer.SerializeToUtf8Bytes(document, ThreeDbJson.Options).Length;
        JsonGuard.CheckSize(document, new JsonLimits { MaxBytes = written }, "");
        Assert.Throws<ThreeDbException>(() => JsonGuard.CheckSize(document, new JsonLimits { MaxBytes = written - 1 }, ""));
    }

    [Theory]
    [InlineData("""{"a":[[]]}""", 3, 2)]
    [InlineData("""{"a":[[],1],"b":"[[[[["}""", 3, 4)]
    [InlineData("{}", 1, 0)]
    public void Depth_and_members_are_counted_of_the_document_itself(string json, int depth, int members)
    {
        var request = JsonElement.Parse($$"""{"mutations":[{"data":{{json}}}]}""");
        var document = request.GetProperty("mutations")[0].GetProperty("data");
        JsonGuard.CheckSize(document, new JsonLimits { MaxDepth = depth, MaxMembers = members }, "");
        if (depth > 1)
        {
            Assert.Equal(ErrorCodes.JsonTooDeep, Assert.Throws<ThreeDbException>(() => JsonGuard.CheckSize(document, new JsonLimits { MaxDepth = depth - 1 }, "")).Code);
            Assert.Equal(ErrorCodes.TooManyKeys, Assert.Throws<ThreeDbException>(() => JsonGuard.CheckSize(document, new JsonLimits { MaxMembers = members - 1 }, "")).Code);
        }
    }
}
