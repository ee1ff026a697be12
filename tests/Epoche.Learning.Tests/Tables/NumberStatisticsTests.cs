using Epoche.Tables;

namespace Epoche.Learning.Tests.Tables;

public sealed class NumberStatisticsTests
{
    public static TheoryData<string, double[]> Columns => new()
    {
        { "one", [3] },
        { "all the same", [2, 2, 2, 2] },
        { "with missing ones", [double.NaN, 5, -1, double.NaN, 4] },
        { "one far away", [.. Enumerable.Range(0, 999).Select(i => i * 7919 % 999 / 1000.0), 1e15] },
        { "wider than a double", [-1e308, 1e308, 1, 2, 3, -1.7e308, 1.7e308] },
        { "hardly apart", [5e-324, 0, 1e-323, 5e-324, 1.5e-323] },
        { "many", [.. Enumerable.Range(0, 20_011).Select(i => Math.Pow(i * 7919L % 20_011, 3))] },
    };

    [Theory]
    [MemberData(nameof(Columns))]
    public void Quantiles_are_those_of_the_sorted_numbers(string name, double[] cells)
    {
        double[] sorted = [.. cells.Where(cell => !double.IsNaN(cell)).Order()];
        NumberStatistics found = NumberStatistics.Of(TableColumn.Numbers(name, cells));

        foreach (double share in new[] { 0, 0.25, 0.5, 0.75, 1 })
        {
            double place = share * (sorted.Length - 1);
            int low = (int)place;
            double next = sorted[Math.Min(low + 1, sorted.Length - 1)];
            Assert.Equal(place == low ? sorted[low] : sorted[low] + ((place - low) * (next - sorted[low])), found.Quantile(share));
        }
    }
}
