namespace Epoche.Tuning;

/// <summary>The operations of Optuna's journal; their numbers are the same from its version 3.1 to 5.0.</summary>
internal enum JournalCode
{
    CreateStudy = 0,
    DeleteStudy = 1,
    SetStudyUserAttribute = 2,
    SetStudySystemAttribute = 3,
    CreateTrial = 4,
    SetParameter = 5,
    SetState = 6,
    SetIntermediateValue = 7,
    SetTrialUserAttribute = 8,
    SetTrialSystemAttribute = 9,
}
