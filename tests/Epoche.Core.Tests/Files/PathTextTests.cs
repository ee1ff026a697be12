namespace Epoche.Core.Tests.Files;

public sealed class PathTextTests
{
    [Fact]
    public void On_Windows_people_see_one_kind_of_separator_and_files_have_the_other()
    {
        Assert.Equal(@"rk\cut\report.html", PathText.Native(@"rk/cut\report.html", '\\', '/'));
        Assert.Equal("rk/cut/report.html", PathText.Portable(@"rk/cut\report.html", '\\'));
    }

    [Fact]
    public void Elsewhere_a_backslash_is_part_of_a_name()
    {
        Assert.Equal(@"rk/a\b", PathText.Native(@"rk/a\b", '/', '/'));
        Assert.Equal(@"rk/a\b", PathText.Portable(@"rk/a\b", '/'));
    }
}
