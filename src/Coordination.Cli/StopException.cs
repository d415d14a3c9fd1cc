namespace Coordination.Cli;

/// <summary>The verb cannot go on. The message is for people and says what to do.</summary>
internal sealed class StopException(string message) : Exception(message);
