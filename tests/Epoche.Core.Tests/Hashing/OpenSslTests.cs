namespace Epoche.Core.Tests.Hashing;

/// <summary>Which library the runtime would load, and whether it would do.</summary>
public sealed class OpenSslTests
{
    [Theory]
    [InlineData(null, "3", true)]
    [InlineData(null, "1.1", true)]
    [InlineData(null, "1.1 3", true)]
    [InlineData(null, "1.0.2 10", false)] // .NET 10 needs 1.1.1
    [InlineData(null, "", false)]
    [InlineData("4", "4", true)]
    [InlineData("4", "3", true)] // the runtime falls back too
    [InlineData("1.0.2", "1.0.2 3", false)] // it would load this one, and abort
    [InlineData("", "3", true)]
    [InlineData("a-version-of-more-than-32-characters", "a-version-of-more-than-32-characters", false)]
    public void The_first_library_that_loads_decides(string? version, string there, bool expected)
    {
        string[] names = there.Split(' ', StringSplitOptions.RemoveEmptyEntries);

        bool found = OpenSsl.Find(
            version, name => names.Contains(name["libssl.so.".Length..]) ? !name.Contains(".so.1.0", StringComparison.Ordinal) : null);

        Assert.Equal(expected, found);
    }

    [Fact]
    public void A_system_that_runs_these_tests_has_it() => Assert.True(OpenSsl.IsUsable); // the tests hash by the base library
}
