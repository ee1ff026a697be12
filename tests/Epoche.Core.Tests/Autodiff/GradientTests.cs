using Epoche.Autodiff;
using Epoche.Conformance.Gradients;

namespace Epoche.Core.Tests.Autodiff;

public sealed class GradientTests
{
    public static TheoryData<string> Operations => [.. OpTable.All.Select(op => op.Name)];

    [Theory]
    [MemberData(nameof(Operations))]
    public void Outputs_and_gradients_agree_with_the_reference_in_double_precision(string operation)
    {
        GradientCase[] cases = [.. GradientCases.All.Where(c => c.Op == operation)];
        Assert.True(cases.Length > 0, $"The operation '{operation}' has no reference in GradientCases.");
        Assert.All(cases, test =>
        {
            string? error = GradientChecker.Check(test);
            Assert.True(error is null, $"{test}: {error}");
        });
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public void An_operation_and_its_gradient_allocate_nothing_in_a_warm_step(string operation) => Assert.All(
        GradientCases.All.Where(c => c.Op == operation),
        test => Assert.True(GradientChecker.Allocated(test) == 0, $"{test}: {GradientChecker.Allocated(test)} bytes"));

    [Fact]
    public void Every_operation_has_a_name_of_its_own() =>
        Assert.Equal(OpTable.All.Count, OpTable.All.Select(op => op.Name).Distinct().Count());

    [Fact]
    public void Operations_with_a_gradient_are_checked_for_it()
    {
        string[] unchecked_ = [.. OpTable.All.Where(op => op.Gradient is not null).Select(op => op.Name)
            .Where(name => !GradientCases.All.Any(c => c.Op == name && c.Inputs.Any(i => i.Differentiate)))];
        Assert.Empty(unchecked_);
    }
}
