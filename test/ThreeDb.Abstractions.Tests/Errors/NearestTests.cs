namespace ThreeDb.Tests;

public sealed class NearestTests
{
    private static readonly string[] Known = ["replace", "remove", "add", "move", "test", "copy"];

    [Theory]
    [InlineData("replce", "replace")]
    [InlineData("reomve", "remove")]
    [InlineData("REPLACE", "replace")]
    [InlineData("ad", "add")]
    [InlineData("adds", "add")]
    [InlineData("dad", "add")]
    [InlineData("mov", "move")]
    [InlineData("cpoy", "copy")]
    public void Find_names_the_word_that_was_meant(string word, string meant) => Assert.Equal(meant, Nearest.Find(word, Known));

    [Theory]
    [InlineData("")]
    [InlineData("merge")]
    [InlineData("xyz")]
    [InlineData("opqrs")]
    public void Find_gives_nothing_when_no_word_is_near(string word) => Assert.Null(Nearest.Find(word, Known));

    [Fact]
    public void Find_takes_the_nearer_of_two() => Assert.Equal("limits", Nearest.Find("limitss", ["limit", "limits"]));

    [Fact]
    public void Find_gives_up_on_overlong_words() => Assert.Null(Nearest.Find(new string('a', 101), [new string('a', 101)]));

    [Fact]
    public void Find_gives_nothing_when_nothing_is_known() => Assert.Null(Nearest.Find("add", []));

    [Fact]
    public void Hint_is_a_question_or_empty()
    {
        Assert.Equal(" (did you mean 'test'?)", Nearest.Hint("tets", Known));
        Assert.Equal("", Nearest.Hint("something", Known));
    }
}
