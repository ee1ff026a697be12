using System.Runtime.CompilerServices;

namespace Epoche.Learning.Tests.Models;

/// <summary>A layer of a user's own, registered like one.</summary>
internal sealed class ScaleLayer(float factor) : Layer
{
    public override string Kind => "test-scale";

    [ModuleInitializer]
    internal static void Register() => LayerRegistry.Register("test-scale", options => new ScaleLayer(options.Float("factor", -10, 10)));

    public override Shape Build(Shape input, ParameterBuilder parameters) => input;

    public override Tensor Call(Tensor x) => x * factor;

    public override void Describe(LayerOptions options) => options.Set("factor", factor);
}
