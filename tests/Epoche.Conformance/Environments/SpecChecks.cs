namespace Epoche.Conformance.Simulation;

internal static class SpecChecks
{
    public static void IsComplete(EnvironmentSubject subject)
    {
        EnvironmentSpec spec = subject.Create().Spec;
        NonconformityException.Unless(spec.Name.Length > 0, "The spec has no name.");
        NonconformityException.Unless(spec.Observation.ElementCount > 0, $"The observation's shape {spec.Observation} holds no number.");
        NonconformityException.Unless(spec.TimeLimit is null or > 0, $"The time limit is {spec.TimeLimit}.");
        NonconformityException.Unless(spec == subject.Create().Spec, "Two environments of one factory differ in their specs.");
        using IBatchEnvironment batch = subject.CreateBatch(3), other = batch.WithCount(5);
        NonconformityException.Unless(batch.Spec == spec, $"The batch form has the spec {batch.Spec}, the scalar form {spec}.");
        NonconformityException.Unless(batch.Count == 3, $"A batch of 3 has the count {batch.Count}.");
        NonconformityException.Unless(other.Count == 5 && other.Spec == spec, "WithCount(5) makes something else.");
    }
}
