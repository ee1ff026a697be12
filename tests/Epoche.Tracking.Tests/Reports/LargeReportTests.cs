using Epoche.Tracking.Tests.Support;

namespace Epoche.Tracking.Tests.Reports;

/// <summary>Runs that recorded more than a person can look at: their page has some of it, and says what it leaves out.</summary>
public sealed class LargeReportTests
{
    private const int LongestPage = 2_000_000;

    [Fact]
    public void A_hundred_thousand_curves_of_one_point_are_rows_of_which_some_are_shown()
    {
        string page = Page(writer =>
        {
            for (int i = 0; i < 100_000; i++)
            {
                writer.Scalar($"made/up_{i:D6}", 1, i);
            }
        });

        Assert.Contains("99,500 more values that were measured once", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Hundreds_of_charts_curves_distributions_and_pictures_are_counted_where_they_are_not_shown()
    {
        string page = Page(writer =>
        {
            for (int i = 0; i < 300; i++)
            {
                for (long step = 1; step <= 2; step++)
                {
                    writer.Scalar($"one/of_many_{i:D3}", step, i);
                    writer.Scalar($"weight_{i:D3}/loss", step, i);
                }

                writer.Histogram($"layer_{i:D3}", 1, [i], 10);
                writer.Image($"picture_{i:D3}", 1, Png.Encode(new Canvas(1 + i, 1)));
            }
        });

        Assert.Contains("241 more charts", page, StringComparison.Ordinal);
        Assert.Contains("276 more curves of the chart", page, StringComparison.Ordinal);
        Assert.Contains("288 more distributions", page, StringComparison.Ordinal);
        Assert.Contains("292 more pictures", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_of_a_million_letters_is_cut()
    {
        string page = Page(writer =>
        {
            writer.Scalar(new string('x', 1_000_000), 1, 0);
            writer.Scalar(new string('x', 1_000_000), 2, 1);
        });

        Assert.InRange(page.Length, 1, 200_000);
    }

    private static string Page(Action<IRunWriter> write)
    {
        using TemporaryFolder folder = new();
        using (EventFileWriter writer = EventFileWriter.Open(folder.Path))
        {
            write(writer);
        }

        string page = Report.ToHtml(Report.FromRun(folder.Path));
        Assert.InRange(page.Length, 1, LongestPage);
        return page;
    }
}
