using Coordination.Contracts.Institutions;

namespace Coordination.Contracts.Access;

/// <summary>One person or one institution as a word: <c>person:ID</c> or <c>institution:ID</c>. Shares name it, lists are narrowed by it, and groups of consoles are called after it.</summary>
public static class Audience
{
    private const string People = "person:";
    private const string Institutions = "institution:";

    public static string Of(PersonId person) => People + person;

    public static string Of(InstitutionId institution) => Institutions + institution;

    /// <summary>Who is meant; null where the word does not name a person.</summary>
    public static PersonId? Person(string word) => word.StartsWith(People, StringComparison.Ordinal) ? PersonId.Of(word[People.Length..]) : null;

    /// <summary>Who is meant; null where the word does not name an institution.</summary>
    public static InstitutionId? Institution(string word) => word.StartsWith(Institutions, StringComparison.Ordinal) ? InstitutionId.Of(word[Institutions.Length..]) : null;
}
