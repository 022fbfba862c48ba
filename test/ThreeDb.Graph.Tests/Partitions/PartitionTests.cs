using ThreeDb.Graphs;

namespace ThreeDb.Graph.Tests;

public sealed class PartitionTests
{
    [Theory]
    [InlineData(new int[0], new int[0], new int[0])]
    [InlineData(new[] { 0, 1, 1, 1 }, new[] { 1, 0, 0, 0 }, new[] { 3, 1 })]
    [InlineData(new[] { 3, 1, 1, 0, 3, 2 }, new[] { 0, 1, 1, 2, 0, 3 }, new[] { 2, 2, 1, 1 })]
    public void Larger_groups_come_first_and_of_equal_ones_that_with_the_smallest_node(int[] labels, int[] groups, int[] sizes)
    {
        var partition = Partition.BySize(labels);
        Assert.Equal(groups, partition.Groups.ToArray());
        Assert.Equal(sizes, partition.Sizes.ToArray());
    }
}
