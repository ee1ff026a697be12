using System.Text.Json;
using static Epoche.Tensors.Ops;

namespace Epoche.Learning.Tests.Parity;

/// <summary>
/// Parameters that a loss does not depend on are left as they are, as by PyTorch's optimizers where grad is None
/// (tests/fixtures/torch/unreached.py has the program).
/// </summary>
public sealed class UnreachedParityTests
{
    private static readonly Dictionary<string, JsonElement> s_cases = TorchFixture.Load("unreached.json");

    private static readonly Dictionary<string, Func<Optimizer>> s_optimizers = new()
    {
        ["momentum"] = () => new Sgd(0.05f, momentum: 0.9f),
        ["momentum clipped"] = () => new Sgd(0.05f, momentum: 0.9f),
        ["sgd decay"] = () => new Sgd(0.05f, momentum: 0.9f, weightDecay: 0.1f),
        ["rmsprop"] = () => new RmsProp(0.01f, decay: 0.9f, epsilon: 1e-24f),
        ["adam"] = () => new Adam(0.01f),
        ["adam clipped"] = () => new Adam(0.01f),
        ["adamw"] = () => new AdamW(0.01f, weightDecay: 0.1f),
    };

    public static TheoryData<string> Names => [.. s_cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Weights_agree_with_PyTorch_where_heads_and_models_take_no_part(string name)
    {
        Symbol input = Model.Input([2], "x"), trunk = input.Then(new Dense(3, Tanh));
        GraphModel heads = new GraphModel([input], ("1", trunk.Then(new Dense(1))), ("2", trunk.Then(new Dense(1)))).Build();
        Sequential second = new Sequential { new Dense(1) }.Build([2]);
        int salt = 1100;
        foreach (ParameterSlab slab in (ParameterSlab[])[heads.Parameters, second.Parameters])
        {
            foreach (ParameterInfo entry in slab.Entries)
            {
                TorchFixture.Values(salt++, entry.Shape.ElementCount, -1, 1).CopyTo(slab.Values[entry.Offset..]);
            }
        }

        Tensor x = Tensor.Of(TorchFixture.Values(1120, 10, -1, 1), [5, 2]), y = Tensor.Of(TorchFixture.Values(1121, 5, -1, 1), [5, 1]);
        Trainer trainer = new(
            new() { Optimizer = s_optimizers[name](), ClipNorm = name.EndsWith("clipped", StringComparison.Ordinal) ? 0.25f : null },
            heads.Parameters, second.Parameters);
        foreach (JsonElement update in s_cases[name].GetProperty("updates").EnumerateArray())
        {
            trainer.Step(
                read =>
                {
                    ModelOutputs outputs = heads.Call([x]);
                    Tensor loss = 0;
                    foreach (char part in read)
                    {
                        loss += part == 'b' ? MeanSquaredError(second.Call(x), y)
                            : part == '1' ? MeanSquaredError(outputs["1"], y)
                            : MeanSquaredError(outputs["2"], -y);
                    }

                    return loss;
                },
                update.GetString()!);
        }

        TorchFixture.AssertAgree(s_cases[name].Numbers("weights"), [.. heads.Parameters.Values, .. second.Parameters.Values], "weights");
    }
}
