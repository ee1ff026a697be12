using System.Xml.Linq;

namespace Epoche.Architecture.Tests.Reference;

/// <summary>The two pages that are made from the code.</summary>
public sealed class ReferencePageTests
{
    [Fact]
    public void The_reference_says_what_the_code_says() => Repository.AssertApproved(ReferencePage.Path, ReferencePage.Write());

    [Fact]
    public void The_page_of_options_says_what_the_code_says() => Repository.AssertApproved(OptionsPage.Path, OptionsPage.Write());

    /// <summary>Some of every kind, by hand: a page that lost its rows would still equal itself.</summary>
    [Theory]
    [InlineData("`MatMul(right, transposeLeft = false, transposeRight = false)`")]
    [InlineData("`Softmax(x)`")]
    [InlineData("`x + y`")]
    [InlineData("`Huber(errors, delta = 1)`")]
    [InlineData("`Dropout(rate)`")]
    [InlineData("`adamw`")]
    [InlineData("`WithWarmUp(steps)`")]
    [InlineData("`roc_auc`")]
    [InlineData("`CartPole-v1`")]
    [InlineData("`DqnAgent(")]
    [InlineData("`Bernoulli.OfLogits(logits)`")]
    [InlineData("`FrameStack(")]
    [InlineData("`cartpole-v0`")]
    public void The_reference_holds(string text) => Assert.Contains(text, ReferencePage.Write(), StringComparison.Ordinal);

    [Theory]
    [InlineData("Max of <paramref name=\"x\"/>\n  and 1 | 2.", "Max of `x` and 1 \\| 2.")]
    [InlineData("As <see cref=\"M:Epoche.Ops.Conv2D(Epoche.Tensor,System.Int32)\"/>, <c>a[0]</c>.", "As `Conv2D`, `a[0]`.")]
    public void Documentation_becomes_Markdown(string summary, string markdown) =>
        Assert.Equal(markdown, Summaries.Markdown(XElement.Parse($"<summary>{summary}</summary>")));

    [Theory]
    [InlineData("Half a cosine (Loshchilov et al. 2017, eq. 5). Then constant.", "Half a cosine (Loshchilov et al. 2017, eq. 5).")]
    [InlineData("One sentence", "One sentence")]
    public void The_first_sentence_is_taken(string text, string first) => Assert.Equal(first, Summaries.FirstSentence(text));
}
