using Coordination.Contracts.Institutions;
using Coordination.Contracts.Partners;

namespace Coordination.Contracts.Access;

/// <summary>One person, institution or partner as a word: <c>person:ID</c>, <c>institution:ID</c> or <c>partner:ID</c>. Shares name it, lists are narrowed by it, and groups of consoles are called after it.</summary>
public static class Audience
{
    private const string People = "person:";
    private const string Institutions = "institution:";
    private const string Partners = "partner:";

    public static string Of(PersonId person) => People + person;

    public static string Of(InstitutionId institution) => Institutions + institution;

    public static string Of(PartnerId partner) => Partners + partner;

    /// <summary>Who is meant; null where the word does not name a person.</summary>
    public static PersonId? Person(string word) => word.StartsWith(People, StringComparison.Ordinal) ? PersonId.Of(word[People.Length..]) : null;

    /// <summary>Who is meant; null where the word does not name an institution.</summary>
    public static InstitutionId? Institution(string word) => word.StartsWith(Institutions, StringComparison.Ordinal) ? InstitutionId.Of(word[Institutions.Length..]) : null;

    /// <summary>Who is meant; null where the word does not name a partner.</summary>
    public static PartnerId? Partner(string word) => word.StartsWith(Partners, StringComparison.Ordinal) ? PartnerId.Of(word[Partners.Length..]) : null;
}
