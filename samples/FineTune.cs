#:project ../src/Epoche.Learning
// Fine-tuning: what was learned from many digits helps to learn letters from few.  Run it:  dotnet run -c Release samples/FineTune.cs
using Epoche;
using static Epoche.Tensors.Ops;

// Body and head are two models that one trainer trains, so that the body can be saved without its head.
Dataset digits = DrawnCharacters.Digits(6_000, seed: 1, flat: false);
Sequential body = Body(), head = new Sequential { new Dense(10) }.Build(body.OutputShape, seed: 1);
Trainer pretraining = new(new() { Optimizer = new Adam(2e-3f), Epochs = 4, Seed = 1 }, body.Parameters, head.Parameters);
Batches batches = new(digits, new() { Size = 64, Seed = 1 });
foreach (EpochReport epoch in pretraining.Run(
    batches, batch => SoftmaxCrossEntropy(head.Call(body.Call(batch.Inputs)), batch.Targets).Mean()))
{
    Console.WriteLine($"digits, epoch {epoch.Epoch}: loss {epoch.Loss:F3}");
}

body.Save("body.epoche");

// Load it, freeze it, put a new head on it.
Dataset few = DrawnCharacters.Letters(200, seed: 1, flat: false), others = DrawnCharacters.Letters(2_000, seed: 2, flat: false);
Symbol image = Model.Input([28, 28, 1], "image");
GraphModel tuned = new(image, image.Then(Model.Load("body.epoche"), "body").Then(new Dense(10)));
tuned.Build(seed: 1);
tuned.Parameters.Freeze("body");
Console.WriteLine($"new head alone: {Percent(Fit(tuned, rate: 1e-2f, epochs: 30))} of other letters right");

// Then all of it, by small steps.
tuned.Parameters.Unfreeze("body");
Console.WriteLine($"with the body: {Percent(Fit(tuned, rate: 5e-4f, epochs: 20))}");
File.Delete("body.epoche");

Symbol same = Model.Input([28, 28, 1], "image");
GraphModel fresh = new(same, same.Then(Body(), "body").Then(new Dense(10)));
fresh.Build(seed: 1);
double scratch = Fit(fresh, rate: 2e-3f, epochs: 50), gain = Accuracy(tuned) - scratch;
Console.WriteLine($"without the digits: {Percent(scratch)}, so they brought {100 * gain:F1} points");

static Sequential Body() => new Sequential
{
    new Conv2D(16, 5, Relu, strides: 2), new Conv2D(32, 3, Relu, strides: 2), new Flatten(), new Dense(64, Relu),
}.Build([28, 28, 1], seed: 1);

static string Percent(double share) => $"{100 * share:F1}%";

double Fit(Model model, float rate, int epochs)
{
    Trainer trainer = new(new() { Optimizer = new Adam(rate), Epochs = epochs, Seed = 1 }, model.Parameters);
    trainer.Fit(model, few, SoftmaxCrossEntropy, new() { BatchSize = 20 });
    return Accuracy(model);
}

double Accuracy(Model model)
{
    Accuracy accuracy = new();
    model.Evaluate(others, SoftmaxCrossEntropy, [accuracy]);
    return accuracy.Value;
}
