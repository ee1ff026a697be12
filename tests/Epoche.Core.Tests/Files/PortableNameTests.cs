namespace Epoche.Core.Tests.Files;

public sealed class PortableNameTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("epoche-names-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("", "is empty")]
    [InlineData(".hidden", "has a dot in front")]
    [InlineData(" x", "has a space in front")]
    [InlineData("x.", "ends with a dot, which Windows leaves out")]
    [InlineData("x ", "ends with a space, which Windows leaves out")]
    [InlineData("a/b", "has a / in it")]
    [InlineData("a\\b", "has a \\ in it")]
    [InlineData("a:b", "has a : in it")]
    [InlineData("a|b", "has a | in it")]
    [InlineData("a?b", "has a ? in it")]
    [InlineData("a*b", "has a * in it")]
    [InlineData("a<b", "has a < in it")]
    [InlineData("a>b", "has a > in it")]
    [InlineData("a\"b", "has a \" in it")]
    [InlineData("a\0b", "has a \\u0000 in it")]
    [InlineData("a\tb", "has a \\u0009 in it")]
    [InlineData("a\u202eb", "has a \\u202e in it")]
    [InlineData("con", "is that of a device of Windows")]
    [InlineData("Con.tar.gz", "is that of a device of Windows")]
    [InlineData("nul", "is that of a device of Windows")]
    [InlineData("PRN", "is that of a device of Windows")]
    [InlineData("aux .txt", "is that of a device of Windows")]
    [InlineData("com1", "is that of a device of Windows")]
    [InlineData("LPT9.log", "is that of a device of Windows")]
    [InlineData("com²", "is that of a device of Windows")]
    [InlineData("conin$", "is that of a device of Windows")]
    [InlineData("CONOUT$", "is that of a device of Windows")]
    public void A_name_that_some_system_cannot_hold_has_a_reason(string name, string problem) =>
        Assert.Equal(problem, PortableName.Problem(name));

    [Theory]
    [InlineData("cartpole-0")]
    [InlineData("é-run")]
    [InlineData("α β")]
    [InlineData("x.y")]
    [InlineData("console")]
    [InlineData("com")]
    [InlineData("com10")]
    [InlineData("com0")]
    [InlineData("con-0")]
    [InlineData("🎈")]
    public void Other_names_are_held_by_all_and_stay(string name)
    {
        Assert.Null(PortableName.Problem(name));
        Assert.Equal(name, PortableName.Of(name));
    }

    [Fact]
    public void The_length_counts_in_bytes_of_utf8()
    {
        Assert.Null(PortableName.Problem(new string('é', 100)));
        Assert.Equal("has 202 bytes", PortableName.Problem(new string('é', 101)));
        Assert.Equal("has 300 bytes", PortableName.Problem(new string('x', 300)));
    }

    [Fact]
    public void Half_of_a_pair_of_surrogates_is_in_no_name()
    {
        string half = "🎈"[..1];

        Assert.Equal("is not valid Unicode", PortableName.Problem($"a{half}"));
        Assert.Equal("a_", PortableName.Of($"a{half}"));
    }

    [Theory]
    [InlineData("a:b", "a_b")]
    [InlineData("con", "_con")]
    [InlineData("nul.a", "_nul.a")]
    [InlineData(" a?", "_a_")]
    [InlineData("a. ", "a._")]
    [InlineData("...", "_._")]
    [InlineData("", "_")]
    public void The_nearest_name_that_all_can_hold(string name, string near)
    {
        Assert.Equal(near, PortableName.Of(name));
        Assert.Null(PortableName.Problem(near));
    }

    [Fact]
    public void What_is_too_long_is_cut_between_characters()
    {
        string made = PortableName.Of(new string('x', 199) + "é" + new string('y', 99));

        Assert.Equal(new string('x', 199), made);
        Assert.Null(PortableName.Problem(PortableName.Of("con." + new string('x', 300))));
    }

    [Fact]
    public void A_name_is_taken_by_one_that_differs_in_case_alone()
    {
        string there = Path.Combine(_folder, "Run-É");
        Directory.CreateDirectory(there);

        Assert.Equal(there, PortableName.Taken(_folder, "run-é"));
        Assert.Equal(there, PortableName.Taken(_folder, "Run-É"));
        Assert.Null(PortableName.Taken(_folder, "run"));
    }
}
