using ThreeDb.Graphs;

namespace ThreeDb.Graph.Tests;

public sealed class WideNumberTests
{
    [Fact]
    public void Numbers_within_the_range_of_a_float_are_those_of_floats()
    {
        var (two, three) = (Sum(2), Sum(3));
        Assert.Equal(5, two.Plus(three).ToDouble());
        Assert.Equal(6, two.Times(three).ToDouble());
        Assert.Equal(1 / 3d, three.Inverse().ToDouble());
        Assert.Equal(3, three.Plus(default).ToDouble());
        Assert.Equal(3, default(WideNumber).Plus(three).ToDouble());
        Assert.Equal(0, three.Times(default).ToDouble());
        Assert.Equal(0, default(WideNumber).Plus(default).ToDouble());
    }

    [Fact]
    public void Numbers_beyond_it_come_back_with_all_digits()
    {
        var (number, most) = (Sum(3), Sum(3));
        for (var i = 0; i < 12; i++)
        {
            most = most.Times(most);
        }

        Assert.Equal(double.PositiveInfinity, most.ToDouble());
        Assert.Equal(0, most.Inverse().ToDouble());
        Assert.Equal(most, most.Plus(number));
        Assert.Equal(3, number.Times(most).Times(most.Inverse()).ToDouble(), 1e-12);
        Assert.Equal(2, most.Plus(most).Times(most.Inverse()).ToDouble(), 1e-12);
    }

    private static WideNumber Sum(int count) => Enumerable.Range(0, count).Aggregate(default(WideNumber), (sum, _) => sum.Plus(WideNumber.One));
}
