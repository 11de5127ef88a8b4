namespace AsrService.Wire;

/// <summary>Refuses a request, from code that all protocols share.</summary>
/// <param name="fault">What the caller is told.</param>
internal sealed class FaultException(Fault fault) : Exception(fault.Message)
{
    /// <summary>What the caller is told.</summary>
    public Fault Fault => fault;
}
