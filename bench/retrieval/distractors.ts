/** Passages that answer none of the questions, of the same kind of text: as many as are wanted, each another one. Pure. */
const WHO = [
  '연구소',
  '물류팀',
  '디자인팀',
  '법무팀',
  '홍보팀',
  '생산팀',
  '품질팀',
  '구매팀',
  '영업 일팀',
  '데이터팀',
  '고객팀',
  '해외팀',
];
const WHAT = [
  '시약 목록',
  '트럭 배차표',
  '색상 견본',
  '계약서 초안',
  '보도 자료',
  '금형 도면',
  '검사 성적서',
  '납품 견적',
  '분기 실적',
  '로그 보관함',
  '상담 기록',
  '통관 서류',
];
const WHEN = [
  '매주 월요일',
  '달마다 초하루',
  '분기 첫 주',
  '해마다 가을',
  '주문이 들어온 날',
  '검수가 끝난 뒤',
  '새벽 두 시',
  '점심 이후',
];
const DOES = [
  '다시 확인하고 서명한다',
  '표에 옮겨 적는다',
  '두 벌을 만들어 나눈다',
  '사진을 찍어 올린다',
  '서로 바꾸어 검토한다',
  '상자에 담아 봉한다',
  '번호를 매겨 쌓는다',
];
const THEN = [
  '담당자가 바뀌면 인수인계를 한다',
  '빠진 것이 있으면 붉은 표를 붙인다',
  '오래된 것은 창고로 보낸다',
  '끝나면 방의 불을 끈다',
  '결과는 게시판에 건다',
];

export function makeDistractors(count: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    const pick = (list: readonly string[], step: number) => list[Math.floor(index / step) % list.length];
    return `${pick(WHO, 1)}은 ${pick(WHEN, 12)} ${pick(WHAT, 5)} ${index + 1}호를 ${pick(DOES, 3)}. ${pick(THEN, 7)}.`;
  });
}
