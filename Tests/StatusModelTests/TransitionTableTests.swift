// SPDX-License-Identifier: Apache-2.0
import Foundation
import StatusModel
import Testing

struct TransitionTableTests {
    @Test("the documentation shows the table that the reducer obeys")
    func documentation() throws {
        let page = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Sources/StatusModel/StatusModel.docc/StateMachine.md").standardizedFileURL
        let text = try String(contentsOf: page, encoding: .utf8)
        #expect(text.contains(TransitionTable.markdown()), "the table is now:\n\(TransitionTable.markdown())")
    }

    @Test("a kind of change is legal in exactly the phases that it declares", arguments: Phase.allCases)
    func declaredPhases(phase: Phase) {
        for kind in StatusChange.Kind.allCases {
            let isLegal = !TransitionTable.successors(of: phase, on: kind).isEmpty
            #expect(isLegal == kind.phases.contains(phase), "\(kind) in \(phase)")
        }
    }

    @Test("only reprocess leaves a terminal phase", arguments: Phase.allCases.filter(\.isTerminal))
    func terminalAbsorbs(phase: Phase) {
        for kind in StatusChange.Kind.allCases {
            #expect(TransitionTable.successors(of: phase, on: kind) == (kind == .reprocess ? [.received] : []))
        }
    }

    @Test("every phase can be reached, and every live phase can be left")
    func reachability() {
        var reached: Set<Phase> = [.received]
        var frontier: [Phase] = [.received]
        while let phase = frontier.popLast() {
            let next = Set(StatusChange.Kind.allCases.flatMap { TransitionTable.successors(of: phase, on: $0) })
            frontier += next.subtracting(reached)
            reached.formUnion(next)
            #expect(!next.subtracting([phase]).isEmpty, "\(phase) is a dead end")
        }
        #expect(reached == Set(Phase.allCases))
    }
}
