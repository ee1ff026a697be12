namespace Epoche.Architecture.Tests.Api;

/// <summary>One approved file per library says what users can see. A change of it is reviewed like code.</summary>
public sealed class ApiTests
{
    public static TheoryData<string> Names => [.. Libraries.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_public_surface_is_the_approved_one(string library) =>
        Repository.AssertApproved($"tests/Epoche.Architecture.Tests/Api/{library}.txt", ApiText.Of(Libraries.Load(library)));

    [Fact]
    public void Every_approved_file_has_its_library() => Assert.Equal(
        Libraries.Names,
        Repository.Files("tests/Epoche.Architecture.Tests/Api", "*.txt").Select(path => Path.GetFileNameWithoutExtension(path)));
}
