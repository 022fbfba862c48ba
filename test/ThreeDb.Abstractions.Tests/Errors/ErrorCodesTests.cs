namespace ThreeDb.Tests;

public sealed class ErrorCodesTests
{
    [Fact]
    public void Codes_are_unique_and_well_formed()
    {
        Assert.NotEmpty(ErrorCodes.All);
        Assert.All(ErrorCodes.All, code => Assert.Matches("^TDB[1-7][0-9]{3}$", code.Code));
        Assert.Equal(ErrorCodes.All.Count, ErrorCodes.All.Select(code => code.Title).Distinct().Count());
        Assert.All(ErrorCodes.All, code => Assert.EndsWith(".", code.Remedy, StringComparison.Ordinal));
    }

    [Fact]
    public void Find_knows_every_code_and_no_other()
    {
        Assert.All(ErrorCodes.All, code => Assert.Same(code, ErrorCodes.Find(code.Code)));
        Assert.Same(ErrorCodes.PatchFailed, ErrorCodes.Find("TDB1016"));
        Assert.Null(ErrorCodes.Find("TDB0000"));
    }

    [Fact]
    public void Exception_says_title_and_remedy_unless_told_more()
    {
        var plain = new ThreeDbException(ErrorCodes.StoreBusy);
        Assert.Equal("PostgreSQL is too busy.", plain.Message);
        Assert.Equal(ErrorCodes.StoreBusy.Remedy, plain.Hint);
        Assert.True(plain.IsTransient);
        var told = new ThreeDbException(ErrorCodes.InvalidJson, "Line 1.", "Do that.", [new FieldError("/a", "b")]);
        Assert.Equal(("Line 1.", "Do that.", "/a", false), (told.Message, told.Hint, Assert.Single(told.Errors).Pointer, told.IsTransient));
    }
}
