namespace Coordination.Console.Shell;

/// <summary>One tab: its name in code, the word on it, and how many things are behind it.</summary>
public sealed record TabItem(string Key, string Word, long? Count);
