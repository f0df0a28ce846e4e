// SPDX-License-Identifier: Apache-2.0
#if CommandLine
import ArgumentParser
import HybridSearch
import PipelineProtocols
import RAGCore
import RetrievalEvaluation
import RoutingPolicy
import TextEmbeddings
import VDRMaxSim
import _CorpusFiles
import _VectorMath

/// The status that the process ends with, after the conventions of `sysexits.h`.
enum ExitStatus: Int32 {
    case failure = 1
    case usage = 64
    case badData = 65
    case noInput = 66
    case cannotWrite = 73
    case temporaryFailure = 75

    var code: ExitCode { ExitCode(rawValue) }

    /// The status for an error of the libraries, or `nil` for one of the command line itself.
    init?(of error: any Error) {
        switch error {
        case let error as CorpusError:
            self = [.notFound, .unreadable].contains(error.code) ? .noInput : .badData
        case let error as HybridSearchError:
            switch error.code {
            case .inputOutput: self = .cannotWrite
            case .notAnIndex: self = .noInput
            case .invalidQuery, .invalidParameter: self = .usage
            case .locked, .conflict, .uncertain: self = .temporaryFailure
            default: self = .badData
            }
        case is RAGCoreError:
            self = .usage
        case is RetrievalEvaluationError, is MaxSimError, is VectorMathError:
            self = .badData
        case let error as PipelineError:
            switch error.code {
            case .corrupted: self = .badData
            case .notFound: self = .noInput
            case .storageFull: self = .cannotWrite
            default: self = .failure
            }
        case is RoutingPolicyError:
            self = .badData
        case is RouteFileError:
            self = .noInput
        case let error as TextEmbeddingsError:
            self = error.code == .unreadableFile ? .noInput : .badData
        case is OutputFailure:
            self = .cannotWrite
        case let error as CommandFailure:
            self = error.status
        default:
            return nil
        }
    }
}

/// A failure of a command that no library named.
struct CommandFailure: Error, CustomStringConvertible {
    var description: String
    var status = ExitStatus.failure
}
#endif
