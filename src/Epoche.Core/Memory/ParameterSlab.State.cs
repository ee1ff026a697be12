namespace Epoche;

public sealed partial class ParameterSlab : IStateful
{
    int IStateful.StateVersion => 1;

    void IStateful.SaveState(StateSaver to) => to.Write<float>("values", Values);

    void IStateful.LoadState(StateLoader from) => from.Read("values", Values);
}
