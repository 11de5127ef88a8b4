namespace AsrService.Benchmarks.Running;

/// <summary>How both programs recognise.</summary>
/// <param name="ModelPath">The model's file.</param>
/// <param name="Threads">Cores that each may use.</param>
/// <param name="BeamSize">Beams at temperature 0; 1 decodes greedily.</param>
/// <param name="Language">The language spoken, as a code.</param>
internal sealed record RecognitionSettings(string ModelPath, int Threads, int BeamSize, string Language);
