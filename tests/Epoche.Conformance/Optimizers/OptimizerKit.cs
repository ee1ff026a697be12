namespace Epoche.Conformance.Optimizers;

/// <summary>What every optimizer must do, own ones included. Each check throws with what went wrong.</summary>
public static class OptimizerKit
{
    /// <summary>Runs all checks on an optimizer made by <paramref name="create"/> with the given learning rate.</summary>
    public static void Check(Func<Schedule, Optimizer> create)
    {
        Descends(create(0.05f));
        TreatsElementsAlone(create(0.05f));
        RepeatsExactly(create(0.05f));
        StaysPutWithoutRate(create(0f));
        FollowsItsSchedule(create);
        AllocatesNothing(create(0.05f));
    }

    /// <summary>Fifty steps on ½·Σ(w − 3)² come closer to 3.</summary>
    private static void Descends(Optimizer optimizer)
    {
        Sequential model = Model(4);
        Train(model, optimizer, 50);
        Require(Distance(model) < Distance(Model(4)), "Fifty steps on a parabola did not come closer to its bottom.");
    }

    /// <summary>A weight's path does not depend on how many others there are or where it lies, so ranges may be cut at will.</summary>
    private static void TreatsElementsAlone(Optimizer optimizer)
    {
        Sequential small = Model(1), large = Model(20_011);
        large.Parameters.Values.Fill(small.Parameters.Values[0]);
        Train(small, optimizer, 5);
        Train(large, optimizer, 5);
        float expected = small.Parameters.Values[0];
        foreach (float weight in large.Parameters.Values)
        {
            Require(weight.Equals(expected), $"A weight among 20,011 became {weight}, alone it became {expected}.");
        }
    }

    private static void RepeatsExactly(Optimizer optimizer)
    {
        Sequential first = Model(37), second = Model(37);
        Train(first, optimizer, 7);
        Train(second, optimizer, 7);
        Require(
            first.Parameters.Values.SequenceEqual(second.Parameters.Values),
            "The same steps gave other weights: Fresh() must start without memory.");
    }

    private static void StaysPutWithoutRate(Optimizer optimizer)
    {
        Sequential model = Model(5), start = Model(5);
        Train(model, optimizer, 3);
        Require(model.Parameters.Values.SequenceEqual(start.Parameters.Values), "A learning rate of 0 moved the weights.");
    }

    private static void FollowsItsSchedule(Func<Schedule, Optimizer> create)
    {
        Sequential early = Model(3), late = Model(3);
        Train(early, create(Schedule.Linear(0, 0.1f, 10)), 1);
        Train(late, create(Schedule.Linear(0, 0.1f, 10)), 2);
        Require(early.Parameters.Values.SequenceEqual(Model(3).Parameters.Values), "The first step must use the schedule's value at 0.");
        Require(!late.Parameters.Values.SequenceEqual(Model(3).Parameters.Values), "The second step must use the schedule's value at 1.");
    }

    private static void AllocatesNothing(Optimizer optimizer)
    {
        Sequential model = Model(37);
        Trainer trainer = new(new() { Optimizer = optimizer }, model.Parameters);
        Tensor one = Tensor.Ones([1, 1]);
        Objective<Tensor> objective = x => 0.5f * Tensors.Ops.Square(model.Call(x) - 3).Sum();
        long allocated = Allocations.InRound(() =>
        {
            for (int i = 0; i < 10; i++)
            {
                trainer.Step(objective, one);
            }
        });
        Require(allocated == 0, $"10 warm updates allocate {allocated} bytes on the managed heap.");
    }

    private static Sequential Model(int weights)
    {
        Sequential model = [new Weights(weights)];
        return model.Build([1]);
    }

    private static void Train(Sequential model, Optimizer optimizer, int steps)
    {
        Trainer trainer = new(new() { Optimizer = optimizer }, model.Parameters);
        Tensor one = Tensor.Ones([1, 1]);
        for (int i = 0; i < steps; i++)
        {
            trainer.Step(x => 0.5f * Tensors.Ops.Square(model.Call(x) - 3).Sum(), one);
        }
    }

    private static double Distance(Sequential model)
    {
        double sum = 0;
        foreach (float weight in model.Parameters.Values)
        {
            sum += Math.Abs(weight - 3);
        }

        return sum;
    }

    private static void Require(bool condition, string message)
    {
        if (!condition)
        {
            throw new InvalidOperationException(message);
        }
    }

    /// <summary>A vector of weights that all start at 1.</summary>
    private sealed class Weights(int count) : Layer
    {
        private Parameter? _weights;

        public override string Kind => "weights";

        public override Shape Build(Shape input, ParameterBuilder parameters)
        {
            _weights = parameters.Add("weights", [count], Initializer.Ones, decay: false);
            return [count];
        }

        public override Tensor Call(Tensor x) => x * _weights!.Tensor;
    }
}
