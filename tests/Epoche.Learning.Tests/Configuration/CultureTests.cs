using System.Globalization;

namespace Epoche.Learning.Tests.Configuration;

/// <summary>No text of the library follows the caller's culture; every <c>$"…"</c> of <c>src/</c> is invariant by construction.</summary>
public sealed class CultureTests : IDisposable
{
    private readonly CultureInfo _before = CultureInfo.CurrentCulture;

    public CultureTests()
    {
        CultureInfo comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        comma.NumberFormat.NumberDecimalSeparator = comma.NumberFormat.PercentDecimalSeparator = ",";
        comma.NumberFormat.NumberGroupSeparator = comma.NumberFormat.PercentGroupSeparator = ".";
        comma.NumberFormat.NegativeSign = "~";
        CultureInfo.CurrentCulture = comma;
    }

    [Fact]
    public void Numbers_in_text_have_a_decimal_point()
    {
        Assert.Equal("0,5", $"{0.5}"); // the culture is in force
        Assert.Equal("Tensor [2] { -1.5, 2.25 }", Tensor.Of([-1.5f, 2.25f]).ToString());
        Assert.DoesNotContain(",5", new Adam(1.5e-3f).ToString(), StringComparison.Ordinal);
        Assert.Contains("1.5", Assert.ThrowsAny<ArgumentException>(() => new Dropout(1.5f)).Message, StringComparison.Ordinal);
    }

    /// <summary>The compiler writes the text of a record in the caller's culture.</summary>
    [Fact]
    public void Records_have_a_decimal_point_too()
    {
        Assert.Equal("StepReport { Loss = 1.5, GradientNorm = 2.25, Weight = 1 }", new StepReport(1.5f, 2.25f).ToString());
        Assert.Equal("MetricValue { Name = ece, Value = 0.5 }", new MetricValue("ece", 0.5).ToString());
    }

    public void Dispose() => CultureInfo.CurrentCulture = _before;
}
